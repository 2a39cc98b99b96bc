import { useTranslation } from 'react-i18next';
import { actingTenant } from '@/api/acting';
import { useBrands } from '@/app/shell/brands';
import { useAccess } from '@/features/auth/session';
import { SelectFilter } from '@/ui/FilterBar';

/** Whether the reader may look at other brands: platform owners who act in none. */
export function useSeesBrands(): boolean {
  return useAccess().isOwner && actingTenant() === null;
}

interface Props {
  value: string | undefined;
  onChange: (brand: string | undefined) => void;
}

/** Another brand, or all of them; nothing for who may not look there. */
export function BrandFilter({ value, onChange }: Props) {
  const { t } = useTranslation('adminUsers');
  const brands = useBrands().data?.items ?? [];
  if (!useSeesBrands()) return null;
  return (
    <SelectFilter
      label={t('users.brand')}
      value={value}
      data={[
        { value: 'all', label: t('users.allBrands') },
        ...brands.map((brand) => ({ value: brand.id, label: brand.name })),
      ]}
      onChange={onChange}
      searchable
    />
  );
}
