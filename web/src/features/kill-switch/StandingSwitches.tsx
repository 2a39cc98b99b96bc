import { Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { IconCheck } from '@/ui/icons';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import classes from './killSwitch.module.css';
import { type Switch, useLift } from './queries';
import { useSwitchWords } from './words';

interface Props {
  status: UseQueryResult<Schema<'SwitchStatus'>>;
  mayLift: boolean;
}

/** What is off at this moment, each with the one button that brings it back. */
export function StandingSwitches({ status, mayLift }: Props) {
  const { t } = useTranslation('killSwitch');
  if (status.data === undefined)
    return status.error === null ? (
      <Skeleton height={72} />
    ) : (
      <ProblemAlert error={status.error} onRetry={() => void status.refetch()} />
    );
  const rows = status.data.modules.flatMap((module) => module.switches);
  if (rows.length === 0)
    return (
      <Paper p="md" data-testid="nothing-off">
        <Group gap="xs">
          <IconCheck className={classes.calm} />
          <Text size="sm">{t('standing.none')}</Text>
        </Group>
      </Paper>
    );
  return (
    <Stack gap="xs">
      {rows.map((row) => (
        <StandingSwitch key={row.id} row={row} mayLift={mayLift} />
      ))}
    </Stack>
  );
}

function StandingSwitch({ row, mayLift }: { row: Switch; mayLift: boolean }) {
  const { t } = useTranslation('killSwitch');
  const words = useSwitchWords();
  const lift = useLift();
  const names = { module: words.module(row.module), scope: words.scope(row) };
  return (
    <Paper p="md" className={classes.standing} data-testid="standing-switch">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4}>
          <Group gap="sm">
            <Text fw={650}>{names.module}</Text>
            <StatusBadge tone="bad">{t('standing.offFor', { scope: names.scope })}</StatusBadge>
          </Group>
          <Text size="sm">{row.reason}</Text>
          <Text size="sm" c="dimmed" component="div">
            {t('standing.by', { who: row.thrown_by ?? t('history.nobody') })}{' '}
            <Time value={row.thrown_at} relative />
            {' · '}
            {row.until === null ? (
              t('standing.untilLifted')
            ) : (
              <>
                {t('standing.ends')} <Time value={row.until} relative />
              </>
            )}
          </Text>
        </Stack>
        {mayLift && (
          <Button
            variant="default"
            loading={lift.isPending}
            style={{ flexShrink: 0 }}
            onClick={() =>
              lift.mutate(row.id, {
                onSuccess: () => notifyDone(t('lift.done', names)),
                onError: notifyProblem,
              })
            }
            aria-label={t('lift.named', names)}
            data-testid="lift"
          >
            {t('lift.button')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
