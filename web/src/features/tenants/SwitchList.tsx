import { Code, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './tenants.module.css';

export interface SwitchItem {
  key: string;
  label: string;
  text?: string;
  /** Shows the key, which is what the API and the log call it. */
  showsKey?: boolean;
  value: boolean;
  isChanged?: boolean;
}

/** Switches with what each of them opens. */
export function SwitchList({
  items,
  onChange,
}: {
  items: SwitchItem[];
  onChange: (key: string, value: boolean) => void;
}) {
  const { t } = useTranslation('tenants');
  return (
    <Stack gap={0} className={classes.switches}>
      {items.map((item) => (
        <Switch
          key={item.key}
          className={classes.item}
          data-changed={item.isChanged === true ? true : undefined}
          data-testid={`switch-${item.key}`}
          labelPosition="left"
          classNames={{ body: classes.body, labelWrapper: classes.label }}
          label={
            <>
              {item.label}
              {item.showsKey === true && (
                <Code fz="xs" ml={8}>
                  {item.key}
                </Code>
              )}
              {item.isChanged === true && (
                <Text span size="xs" c="var(--gapless-link)" fw={600} ml={8}>
                  {t('edit.changed')}
                </Text>
              )}
            </>
          }
          description={item.text}
          checked={item.value}
          onChange={(event) => onChange(item.key, event.currentTarget.checked)}
        />
      ))}
    </Stack>
  );
}
