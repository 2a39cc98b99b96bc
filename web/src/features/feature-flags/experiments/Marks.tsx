import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import type { Experiment } from './queries';

const TONES: Record<Experiment['status'], Tone> = {
  draft: 'neutral',
  running: 'busy',
  paused: 'warn',
  completed: 'good',
};

const ASKED_TONES: Record<NonNullable<Experiment['request_status']>, Tone> = {
  open: 'warn',
  applied: 'good',
  rejected: 'bad',
  withdrawn: 'neutral',
};

export function ExperimentStatus({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation('experiments');
  const asked = experiment.request_status;
  if (asked !== null)
    return <StatusBadge tone={ASKED_TONES[asked]}>{t(`asked.${asked}`)}</StatusBadge>;
  return (
    <StatusBadge tone={TONES[experiment.status]}>{t(`status.${experiment.status}`)}</StatusBadge>
  );
}
