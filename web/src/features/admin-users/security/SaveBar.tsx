import { Button, Checkbox, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { ProblemAlert } from '@/ui/ProblemAlert';

interface Props {
  count: number;
  isSaving: boolean;
  error: unknown;
  onDiscard: () => void;
  onReload: () => Promise<void>;
  onSave: (how: { reason: string; isConfirmed: boolean }) => void;
}

const SHORTEST_REASON = 3;

/** The reason and the buttons; shown once there is something to save. */
export function SaveBar({ count, isSaving, error, onDiscard, onReload, onSave }: Props) {
  const { t } = useTranslation(['adminSecurity', 'common']);
  const [reason, setReason] = useState('');
  const [isConfirmed, setConfirmed] = useState(false);
  if (count === 0) return null;
  const code = error === null ? null : asProblem(error).code;
  const isMissing = reason.trim().length < SHORTEST_REASON;
  return (
    <Paper p="md" shadow="sm" style={{ position: 'sticky', bottom: 12 }}>
      <Stack gap="sm">
        {code !== null && (
          <ProblemAlert
            error={error}
            onRetry={code === 'STALE_WRITE' ? () => void onReload() : undefined}
          />
        )}
        {code === 'WOULD_LOCK_YOU_OUT' && (
          <Checkbox
            label={t('confirmLockout')}
            checked={isConfirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
        )}
        <TextInput
          label={t('common:reason')}
          description={t('common:reasonHint')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-testid="policy-reason"
        />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {t('changes', { count })}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onDiscard}>
              {t('discard')}
            </Button>
            <Button
              onClick={() => onSave({ reason, isConfirmed })}
              loading={isSaving}
              disabled={isMissing}
              data-testid="save-policy"
            >
              {t('common:save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}
