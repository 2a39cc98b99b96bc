import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconX } from '@/ui/icons';
import classes from './imports.module.css';
import { stagesOf } from './model';
import type { JobSummary } from './wire';

/** Where the import stands on its way from a file to the catalogue. */
export function StageStepper({ job }: { job: JobSummary }) {
  const { t } = useTranslation('imports');
  return (
    <ol className={classes.stages} aria-label={t('stage.label')} data-testid="stages">
      {stagesOf(job).map(({ stage, state }, index) => (
        <li
          key={stage}
          className={classes.stage}
          data-state={state}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          <span className={classes.stageDot} aria-hidden="true">
            {state === 'done' && <IconCheck size={15} />}
            {state === 'failed' && <IconX size={15} />}
            {(state === 'current' || state === 'waiting') && index + 1}
          </span>
          <span>
            {t(`stage.${stage}`)}
            <VisuallyHidden>: {t(`stage.state.${state}`)}</VisuallyHidden>
          </span>
        </li>
      ))}
    </ol>
  );
}
