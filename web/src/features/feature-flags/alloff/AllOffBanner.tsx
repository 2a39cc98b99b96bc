import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { IconAlert, IconInfo, IconUndo } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import { allOffQuery, type AllOff, useUndoAllOff } from './queries';

/** While the newest act of turning everything off is not undone: who, when, why, and the undo. */
export function AllOffBanner() {
  const { t } = useTranslation('featureFlags');
  const { can } = useAccess();
  const { data } = useQuery(allOffQuery(undefined));
  const undo = useUndoAllOff();
  const [undone, setUndone] = useState<AllOff | null>(null);
  const newest = data?.history[0];
  if (undone !== null) return <Undone act={undone} onClose={() => setUndone(null)} />;
  if (newest === undefined || newest.undone_at !== null || newest.switched.length === 0)
    return null;
  return (
    <Alert color="red" icon={<IconAlert />} mb="sm" title={t('allOff.bannerTitle')}>
      <Stack gap="xs" data-testid="all-off-banner">
        <Group justify="space-between">
          <Text size="sm">
            {t('allOff.banner', { count: newest.switched.length, who: newest.author })}{' '}
            <Time value={newest.at} relative />
            {newest.reason !== null && ` – ${newest.reason}`}
          </Text>
          {can('flags:write') && (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconUndo size={14} />}
              loading={undo.isPending}
              onClick={() => undo.mutate(newest.id, { onSuccess: setUndone })}
              data-testid="undo-all-off"
            >
              {t('allOff.undo')}
            </Button>
          )}
        </Group>
        {undo.isError && <ProblemAlert error={undo.error} />}
      </Stack>
    </Alert>
  );
}

/** What the undo brought back, and what it left because somebody had touched it. */
function Undone({ act, onClose }: { act: AllOff; onClose: () => void }) {
  const { t } = useTranslation(['featureFlags', 'common']);
  const { restored = [], left = [], schedules_missed = 0 } = act.undo ?? {};
  return (
    <Alert
      icon={<IconInfo />}
      mb="sm"
      withCloseButton
      onClose={onClose}
      closeButtonLabel={t('common:close')}
      role="status"
      data-testid="all-off-undone"
    >
      {t('allOff.undone', { count: restored.length })}
      {left.length > 0 && (
        <Text size="sm">{t('allOff.left', { names: left.map((one) => one.name).join(', ') })}</Text>
      )}
      {schedules_missed > 0 && (
        <Text size="sm">{t('allOff.missed', { count: schedules_missed })}</Text>
      )}
    </Alert>
  );
}
