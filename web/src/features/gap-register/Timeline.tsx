import { Text, Timeline as Line } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Time } from '@/ui/Time';
import { EvidenceFiles } from './EvidenceFiles';
import { GapStatus } from './Marks';
import type { Gap } from './queries';

/** Every change of the gap's status, newest first: who made it, why, and what proves it. */
export function Timeline({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gapRegister');
  const steps = [...gap.timeline].reverse();
  if (steps.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('timeline.none')}
      </Text>
    );
  return (
    <Line bulletSize={14} lineWidth={2} data-testid="timeline">
      {steps.map((step, index) => (
        <Line.Item
          key={index}
          title={
            step.before === step.after ? t('timeline.confirmed') : <GapStatus status={step.after} />
          }
        >
          <Text size="xs" c="dimmed">
            <Time value={step.at} /> · {step.by} · {t(`timeline.causes.${step.cause}`)}
          </Text>
          {step.reason !== '' && <Text size="sm">{step.reason}</Text>}
          <EvidenceFiles names={step.evidence} />
        </Line.Item>
      ))}
    </Line>
  );
}
