import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isMappable, type NextStep } from './model';
import type { Job } from './wire';

export interface DecisionHandlers {
  onEditMapping: () => void;
  onEditDuplicates: () => void;
}

interface Props extends DecisionHandlers {
  job: Job;
  step: NextStep;
}

/** Ways back to what was decided before. */
export function EarlierDecisions({ job, step, onEditMapping, onEditDuplicates }: Props) {
  const { t } = useTranslation('imports');
  const canMap = isMappable(job) && step !== 'map';
  const canDecide =
    job.status === 'ready' && step !== 'resolve' && job.duplicates.contested_games > 0;
  if (!canMap && !canDecide) return null;
  return (
    <Group gap="md" mt="xs">
      {job.mapping?.origin === 'saved' && (
        <Text size="sm" c="dimmed">
          {t('map.remembered')}
        </Text>
      )}
      {canMap && (
        <Anchor component="button" type="button" size="sm" onClick={onEditMapping}>
          {t('map.change')}
        </Anchor>
      )}
      {canDecide && (
        <Anchor component="button" type="button" size="sm" onClick={onEditDuplicates}>
          {t('dup.change')}
        </Anchor>
      )}
    </Group>
  );
}
