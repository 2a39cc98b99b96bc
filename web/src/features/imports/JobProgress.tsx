import { useTranslation } from 'react-i18next';
import { ProgressCard } from '@/ui/ProgressCard';
import { useFormat } from '@/ui/format';
import type { JobSummary } from './wire';

const PHASES = ['reading', 'comparing', 'importing'] as const;

/** How far the work in the background is. */
export function JobProgress({ job }: { job: JobSummary }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const { current, total, phase } = job.progress;
  const known = PHASES.find((name) => name === phase);
  const isCounted = known === 'reading' && total !== null && total > 0;
  return (
    <ProgressCard
      title={t(known === undefined ? 'phase.queued' : `phase.${known}`)}
      current={current}
      total={isCounted ? total : null}
      detail={
        isCounted
          ? t('phase.rows', { current: format.number(current), total: format.number(total) })
          : undefined
      }
    />
  );
}
