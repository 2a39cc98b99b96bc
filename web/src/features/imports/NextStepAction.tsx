import { Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconArrowRight, IconUpload } from '@/ui/icons';
import classes from './imports.module.css';
import type { NextStep } from './model';
import { ProviderLinks } from './ProviderLinks';
import type { Job } from './wire';

interface Props {
  job: Job;
  step: NextStep;
  onConfirm: () => void;
}

/** The button for the next step, where a button is the way to it. */
export function NextStepAction({ job, step, onConfirm }: Props) {
  const { t } = useTranslation('imports');
  switch (step) {
    case 'confirm':
      return (
        <Button
          size="md"
          className={classes.nextButton}
          onClick={onConfirm}
          rightSection={<IconArrowRight size={16} />}
          data-testid="import-open"
        >
          {t('next.confirm.action')}
        </Button>
      );
    case 'imported':
      return (
        <Stack gap={6} className={classes.nextButton}>
          <Button
            component={Link}
            to="/games"
            size="md"
            rightSection={<IconArrowRight size={16} />}
            data-testid="see-catalogue"
          >
            {t('next.imported.catalogue')}
          </Button>
          <ProviderLinks job={job} />
        </Stack>
      );
    case 'failed':
    case 'cancelled':
    case 'undone':
      return (
        <Button
          component={Link}
          to="/games/import"
          size="md"
          className={classes.nextButton}
          variant={step === 'failed' ? 'filled' : 'default'}
          leftSection={<IconUpload size={16} />}
        >
          {t('next.again')}
        </Button>
      );
    default:
      return null;
  }
}
