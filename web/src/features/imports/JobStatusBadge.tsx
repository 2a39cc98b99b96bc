import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import type { JobStatus } from './wire';

const TONES: Record<JobStatus, Tone> = {
  queued: 'busy',
  running: 'busy',
  needs_mapping: 'warn',
  ready: 'warn',
  importing: 'busy',
  completed: 'good',
  failed: 'bad',
  cancelled: 'neutral',
  undone: 'neutral',
};

export function JobStatusBadge({ status }: { status: JobStatus }) {
  const { t } = useTranslation('imports');
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}
