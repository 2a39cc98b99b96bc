import { Button, Menu, ScrollArea, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { IconCheck, IconChevronDown } from '@/ui/icons';
import { useActingBrand, useBrands } from './brands';
import classes from './Shell.module.css';

/** The brand's name; for platform owners a menu of all brands. */
export function BrandSwitcher() {
  const { t } = useTranslation('shell');
  const { isOwner } = useAccess();
  const brand = useActingBrand();
  const { data } = useBrands();

  if (!isOwner)
    return (
      <Text size="sm" c="dimmed" fw={500} data-testid="brand-name" visibleFrom="xs">
        {brand.name}
      </Text>
    );
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c={brand.isForeign ? undefined : 'var(--mantine-color-text)'}
          className={brand.isForeign ? classes.foreign : undefined}
          rightSection={<IconChevronDown size={14} />}
          maw={{ base: 190, sm: 320 }}
          aria-label={`${t('brand.switch')}: ${brand.name}`}
          data-testid="brand-switcher"
        >
          <Text span inherit truncate>
            {brand.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('brand.switch')}</Menu.Label>
        <ScrollArea.Autosize mah={360}>
          {data?.items.map((item) => (
            <Menu.Item
              key={item.id}
              onClick={() => brand.switchTo(item.id)}
              rightSection={item.id === brand.id ? <IconCheck size={16} /> : null}
            >
              {item.name}
              {item.id === brand.ownId && (
                <Text span c="dimmed" size="xs">
                  {` · ${t('brand.own')}`}
                </Text>
              )}
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
