import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import classes from '../adminUsers.module.css';

interface Props {
  count: number;
  roles: string[];
  isSaving: boolean;
  error: unknown;
  onSave: (reason: string) => void;
  onDiscard: () => void;
}

/** What was changed in the matrix and is not saved yet. */
export function MatrixFooter({ count, roles, isSaving, error, onSave, onDiscard }: Props) {
  const { t } = useTranslation(['adminMatrix', 'common']);
  const [reason, setReason] = useState('');
  return (
    <Stack gap="xs" className={classes.footer}>
      {error !== null && error !== undefined && <ProblemAlert error={error} />}
      <Group justify="space-between" align="flex-end" gap="sm">
        <Text size="sm">{t('unsaved', { count, roles: roles.join(', ') })}</Text>
        <Group gap="xs" align="flex-end">
          <TextInput
            aria-label={t('common:reason')}
            placeholder={t('common:reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            w={240}
          />
          <Button variant="default" onClick={onDiscard}>
            {t('discard')}
          </Button>
          <Button
            loading={isSaving}
            disabled={count === 0}
            onClick={() => onSave(reason)}
            data-testid="save-matrix"
          >
            {t('common:save')}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
