import { Box, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import classes from './experiments.module.css';
import { isGood, nameOf, placeOn, pText, scaleOf } from './model';
import type { Experiment, MetricResult } from './queries';
import { changeText, rangeText } from './values';

interface Props {
  result: MetricResult;
  experiment: Experiment;
}

/** Each variant's lift over the control: the interval valid at all times, and that of one look. */
export function Intervals({ result, experiment }: Props) {
  const { t, i18n } = useTranslation('experiments');
  const format = useFormat();
  const scale = scaleOf(result.against);
  const at = (value: number | null, otherwise: number) =>
    value === null ? otherwise : placeOn(scale, value);
  const control = experiment.variants[0]?.name ?? '';
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('lift.title', { control })}
      </Text>
      {result.against.map((one) => {
        const name = nameOf(experiment, one.variant);
        const wide = [
          at(one.always_valid_interval.low, 0),
          at(one.always_valid_interval.high, 100),
        ] as const;
        const narrow = [at(one.lift_interval.low, 0), at(one.lift_interval.high, 100)] as const;
        const isProven = one.always_valid_p < experiment.alpha;
        const good = isProven ? isGood(result.metric.goal, one.lift) : null;
        const text = t('lift.label', {
          variant: name,
          lift: changeText(one.lift, format),
          range: rangeText(one.always_valid_interval, format),
        });
        return (
          <div key={one.variant} data-testid={`lift-${one.variant}`}>
            <Group justify="space-between" gap="xs">
              <Text size="sm">
                <strong>{name}</strong> {changeText(one.lift, format)}
              </Text>
              <Text size="xs" c="dimmed" className="tabular">
                {rangeText(one.always_valid_interval, format)} · p{' '}
                {pText(one.always_valid_p, i18n.language)}
              </Text>
            </Group>
            <Box
              className={classes.track}
              role="img"
              aria-label={text}
              data-good={good ?? undefined}
            >
              <span className={classes.zero} style={{ left: `${placeOn(scale, 0)}%` }} />
              <span
                className={classes.wide}
                style={{ left: `${wide[0]}%`, width: `${wide[1] - wide[0]}%` }}
              />
              <span
                className={classes.narrow}
                style={{ left: `${narrow[0]}%`, width: `${narrow[1] - narrow[0]}%` }}
              />
              {one.lift !== null && (
                <span className={classes.point} style={{ left: `${placeOn(scale, one.lift)}%` }} />
              )}
            </Box>
          </div>
        );
      })}
      <Text size="xs" c="dimmed">
        {t('lift.legend')}
      </Text>
    </Stack>
  );
}
