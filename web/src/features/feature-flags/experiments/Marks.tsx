import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import type { Experiment } from './queries';

const TONES: Record<Experiment['status'], Tone> = {
  draft: 'neutral',
  running: 'busy',
  paused: 'warn',
  completed: 'good',
};

export function ExperimentStatus({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation('experiments');
  if (experiment.waits_for !== null)
    return <StatusBadge tone="warn">{t('status.waiting')}</StatusBadge>;
  return (
    <StatusBadge tone={TONES[experiment.status]}>{t(`status.${experiment.status}`)}</StatusBadge>
  );
}
