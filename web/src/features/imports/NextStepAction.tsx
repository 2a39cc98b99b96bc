import { Anchor, Button, Group, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconArrowRight, IconUpload } from '@/ui/icons';
import { isMappable, type NextStep } from './model';
import type { Job } from './wire';

export interface NextStepHandlers {
  onConfirm: () => void;
  onEditMapping: () => void;
  onEditDuplicates: () => void;
}

interface Props extends NextStepHandlers {
  job: Job;
  step: NextStep;
}

/** The button for the next step, and the ways back to what was decided before. */
export function NextStepAction({ job, step, onConfirm, onEditMapping, onEditDuplicates }: Props) {
  const { t } = useTranslation('imports');
  const isReady = job.status === 'ready';
  return (
    <Stack gap={6} align="flex-end">
      {step === 'confirm' && (
        <Button
          size="md"
          onClick={onConfirm}
          rightSection={<IconArrowRight size={16} />}
          data-testid="import-open"
        >
          {t('next.confirm.action')}
        </Button>
      )}
      {step === 'imported' && (
        <Button component={Link} to="/games" size="md" rightSection={<IconArrowRight size={16} />}>
          {t('next.imported.catalogue')}
        </Button>
      )}
      {(step === 'failed' || step === 'cancelled' || step === 'undone') && (
        <Button
          component={Link}
          to="/games/import"
          variant={step === 'failed' ? 'filled' : 'default'}
          leftSection={<IconUpload size={16} />}
        >
          {t('next.again')}
        </Button>
      )}
      <Group gap="md">
        {isMappable(job) && step !== 'map' && (
          <Anchor component="button" type="button" size="sm" onClick={onEditMapping}>
            {t('map.change')}
          </Anchor>
        )}
        {isReady && step !== 'resolve' && job.duplicates.contested_games > 0 && (
          <Anchor component="button" type="button" size="sm" onClick={onEditDuplicates}>
            {t('dup.change')}
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}
