import { Alert, Button, List } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconInfo } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ProgressCard } from '@/ui/ProgressCard';
import { StatusBadge } from '@/ui/StatusBadge';
import { isBusy, type Run, runQuery, useCancelRun, useRefreshGaps } from './queries';

const TONES = { passed: 'good', failed: 'bad', error: 'warn' } as const;

/** A verification run: live while it lasts, its verdicts when it has ended. */
export function RunProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const run = useQuery(runQuery(id));
  const cancel = useCancelRun();
  const refresh = useRefreshGaps();
  const ended = run.data !== undefined && !isBusy(run.data);
  useEffect(() => {
    // The gaps are other ones once the run has moved them.
    if (ended) void refresh();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the run ends
  }, [ended]);

  if (run.error !== null)
    return <ProblemAlert error={run.error} onRetry={() => void run.refetch()} />;
  if (run.data === undefined) return null;
  if (!ended)
    return (
      <ProgressCard
        title={t('run.title')}
        current={Math.round(run.data.progress * 100)}
        total={run.data.total === null ? null : 100}
        detail={run.data.phase ?? t('run.queued')}
        actions={
          <Button
            size="compact-sm"
            variant="default"
            disabled={run.data.cancel_requested}
            onClick={() => cancel.mutate(id)}
          >
            {t(run.data.cancel_requested ? 'run.stopping' : 'run.stop')}
          </Button>
        }
      />
    );
  return <Outcome run={run.data} onClose={onClose} />;
}

function Outcome({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const isFine = run.state === 'succeeded' && run.verdicts.every((v) => v.outcome === 'passed');
  return (
    <Alert
      color={isFine ? 'teal' : 'orange'}
      icon={isFine ? <IconCheck /> : <IconInfo />}
      title={t(
        `run.states.${run.state === 'succeeded' ? 'succeeded' : run.state === 'cancelled' ? 'cancelled' : 'failed'}`,
      )}
      withCloseButton
      closeButtonLabel={t('common:close')}
      onClose={onClose}
      data-testid="run-outcome"
    >
      {run.error !== null && run.state === 'failed' ? run.error : null}
      <List size="sm" listStyleType="none" spacing={4}>
        {run.verdicts.map((verdict) => (
          <List.Item key={verdict.id}>
            <strong>{verdict.gap_id}</strong>{' '}
            <StatusBadge tone={TONES[verdict.outcome]}>
              {t(`outcomes.${verdict.outcome}`)}
            </StatusBadge>{' '}
            {verdict.summary}
            {verdict.refused !== '' && ` (${verdict.refused})`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
