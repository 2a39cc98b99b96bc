import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useActingBrand } from './brands';
import classes from './Shell.module.css';

/** Stays in sight while an owner acts in a brand that is not their own. */
export function BrandBanner() {
  const { t } = useTranslation('shell');
  const brand = useActingBrand();
  if (!brand.isForeign) return null;
  return (
    <div className={classes.banner} role="status" data-testid="brand-banner">
      <Text size="sm" inherit>
        {t('brand.acting', { name: brand.name })}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        style={{ flexShrink: 0 }}
        onClick={() => brand.switchTo(brand.ownId)}
      >
        {t('brand.return')}
      </Button>
    </div>
  );
}
