import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '@/ui/links';
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

/** How it stands, and what became of the last act that others have to agree to. */
export function ExperimentStatus({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation('experiments');
  const { status, request_status: asked, waits_for } = experiment;
  return (
    <Group gap={4}>
      <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>
      {asked !== null && (
        <AnchorLink
          to="/features/approvals"
          search={{ request: waits_for ?? undefined }}
          data-testid="asked"
        >
          <StatusBadge tone={ASKED_TONES[asked]}>{t(`asked.${asked}`)}</StatusBadge>
        </AnchorLink>
      )}
    </Group>
  );
}
