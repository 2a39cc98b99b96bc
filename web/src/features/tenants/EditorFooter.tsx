import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './tenants.module.css';

interface Props {
  /** What became of the last saving; above the buttons, so that nobody overlooks it. */
  children: ReactNode;
  count: number;
  reason: string;
  isSaving: boolean;
  /** Saving makes no sense before something else is done. */
  isBlocked: boolean;
  onReason: (reason: string) => void;
  onDiscard: () => void;
}

/** The reason and the buttons, always in sight at the end of the drawer. */
export function EditorFooter(props: Props) {
  const { t } = useTranslation(['tenants', 'common']);
  const { count, isSaving } = props;
  return (
    <Stack gap="xs" className={classes.footer}>
      {props.children}
      {count > 0 && (
        <TextInput
          label={t('common:reason')}
          description={t('common:reasonHint')}
          value={props.reason}
          onChange={(event) => props.onReason(event.currentTarget.value)}
          maxLength={500}
        />
      )}
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status" data-testid="unsaved">
          {count === 0 ? t('edit.noChanges') : t('edit.changes', { count })}
        </Text>
        <Group gap="xs">
          <Button
            variant="default"
            disabled={count === 0 || isSaving}
            onClick={props.onDiscard}
            data-testid="discard"
          >
            {t('edit.discard')}
          </Button>
          <Button
            type="submit"
            disabled={count === 0 || props.isBlocked}
            loading={isSaving}
            data-testid="save-tenant"
          >
            {t('edit.save')}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
