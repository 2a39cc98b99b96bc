import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import classes from './imports.module.css';
import { planOf } from './model';
import type { JobSummary } from './wire';

/** What importing would do, as four numbers. */
export function PlanNumbers({ job }: { job: JobSummary }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const plan = planOf(job);
  return (
    <Group gap="xl" mt={6} data-testid="plan">
      {(['added', 'changed', 'unchanged', 'skipped'] as const).map((kind) => (
        <span key={kind}>
          <Text span className={classes.planNumber} data-testid={`plan-${kind}`}>
            {format.number(plan[kind])}
          </Text>{' '}
          <Text span size="sm" c="dimmed">
            {t(`plan.${kind}`, { count: plan[kind] })}
          </Text>
          {kind === 'changed' && plan.rtpChanged > 0 && (
            <span
              className={`${classes.change} ${classes.planRtp}`}
              data-important="true"
              data-testid="plan-rtp"
            >
              {t('plan.rtp', { count: plan.rtpChanged })}
            </span>
          )}
        </span>
      ))}
    </Group>
  );
}
