import { Box, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import type { Segment } from './queries';

/** How many real players belong to a segment, and what that number rests on. */
export function Population({ segment }: { segment: Segment }) {
  const { t } = useTranslation('featureFlags');
  const format = useFormat();
  const { population_at: at, population_of: all, population_size: size } = segment;
  const hint =
    at === null
      ? t('segments.counting')
      : segment.population_known
        ? t('segments.counted', { when: format.relative(at) })
        : t('segments.nobody');
  return (
    <Tooltip label={hint} multiline w={280}>
      <Box component="span" tabIndex={0} data-testid={`population-${segment.key}`}>
        {segment.population_known ? (
          <>
            <span className="tabular">{format.number(size)}</span>
            <Text size="xs" c="dimmed">
              {t('segments.share', {
                share: format.percent(Math.round((size / all) * 1000) / 10),
                all: format.number(all),
              })}
            </Text>
          </>
        ) : (
          <Text c="dimmed" size="sm">
            {t(at === null ? 'segments.beingCounted' : 'segments.unknown')}
          </Text>
        )}
      </Box>
    </Tooltip>
  );
}
