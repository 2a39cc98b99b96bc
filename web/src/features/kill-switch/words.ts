import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import type { Switch } from './queries';

/** Words for modules and scopes; a module without words is shown by its key. */
export function useSwitchWords() {
  const { t } = useTranslation('killSwitch');
  const label = useWord('killSwitch', 'modules');
  const text = useWord('killSwitch', 'moduleTexts');
  return {
    module: label,
    moduleText: (key: string) => (text(key) === key ? '' : text(key)),
    scope: (row: Pick<Switch, 'tenant_id' | 'tenant_name'>) =>
      row.tenant_id === null ? t('everyBrand') : (row.tenant_name ?? row.tenant_id),
  };
}
