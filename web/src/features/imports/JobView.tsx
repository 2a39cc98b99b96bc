import { Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { ConfirmImport } from './ConfirmImport';
import { DuplicatesResolver } from './DuplicatesResolver';
import { JobFacts } from './JobFacts';
import { JobHeader } from './JobHeader';
import { JobNotices } from './JobNotices';
import { JobProgress } from './JobProgress';
import { MappingEditor } from './MappingEditor';
import { isBusy, isJudged, isMappable, isSetback } from './model';
import { NextStepCard } from './NextStepCard';
import { RowsSection } from './RowsSection';
import { StageStepper } from './StageStepper';
import { UndoImport } from './UndoImport';
import { useJobActions } from './useJobActions';
import type { Job, MappingRequest } from './wire';

type Editing = 'mapping' | 'duplicates' | null;
type Asking = 'confirm' | 'cancel' | 'undo' | null;

/** An import as it stands: what to do next, what was decided, and every row. */
export function JobView({ job }: { job: Job }) {
  const { t } = useTranslation('imports');
  const [editing, setEditing] = useState<Editing>(null);
  const [asking, setAsking] = useState<Asking>(null);
  const actions = useJobActions(job.job_id);

  const { duplicates, mapping } = job;
  const asksMapping = job.status === 'needs_mapping';
  const asksDuplicates = job.status === 'ready' && duplicates.undecided_games > 0;
  const showsMapping = asksMapping || (editing === 'mapping' && isMappable(job));
  const showsDuplicates = asksDuplicates || (editing === 'duplicates' && job.status === 'ready');
  const stop = () => setAsking(null);
  const nextStep = useRef<HTMLElement>(null);
  // What was edited disappears, so the focus goes where the next step is told.
  const doneEditing = () => {
    setEditing(null);
    nextStep.current?.focus();
  };

  return (
    <Stack gap="md">
      <JobHeader job={job} onCancel={() => setAsking('cancel')} onUndo={() => setAsking('undo')} />
      <StageStepper job={job} />
      <JobNotices notices={job.notices.filter(isSetback)} />
      <NextStepCard
        job={job}
        ref={nextStep}
        onConfirm={() => setAsking('confirm')}
        onEditMapping={() => setEditing('mapping')}
        onEditDuplicates={() => setEditing('duplicates')}
      />
      {isBusy(job.status) && <JobProgress job={job} />}
      {showsMapping && mapping !== null && (
        <MappingEditor
          mapping={mapping}
          suggestedName={job.source_label ?? ''}
          busy={actions.map.isPending}
          error={actions.map.error}
          onSubmit={(request: MappingRequest) =>
            actions.map.mutate(request, { onSuccess: doneEditing })
          }
          onKeep={asksMapping ? undefined : doneEditing}
        />
      )}
      {showsDuplicates && <DuplicatesResolver job={job} onDone={doneEditing} />}
      <JobNotices notices={job.notices.filter((notice) => !isSetback(notice))} />
      {isJudged(job) && !isBusy(job.status) && <RowsSection job={job} />}
      <JobFacts job={job} />

      <ConfirmImport
        job={job}
        opened={asking === 'confirm'}
        action={actions.confirm}
        onClose={stop}
      />
      <UndoImport job={job} opened={asking === 'undo'} action={actions.undo} onClose={stop} />
      <ConfirmDialog
        opened={asking === 'cancel'}
        onClose={stop}
        title={t('cancel.title')}
        confirm={t('cancel.submit')}
        danger
        isPending={actions.cancel.isPending}
        error={actions.cancel.error}
        onConfirm={() => actions.cancel.mutate(undefined, { onSuccess: stop })}
      >
        {t('cancel.text')}
      </ConfirmDialog>
    </Stack>
  );
}
