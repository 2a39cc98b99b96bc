import { Button, Group, Modal, Stack, Stepper, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { bodyOf, EMPTY, type ExperimentDraft, isDone } from './draft';
import { useCreateExperiment } from './queries';
import { StepMetrics } from './StepMetrics';
import { StepPlan } from './StepPlan';
import { StepQuestion } from './StepQuestion';
import { StepVariants } from './StepVariants';

const LAST = 3;

export interface StepProps {
  draft: ExperimentDraft;
  set: (next: Partial<ExperimentDraft>) => void;
}

export function CreateExperiment({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['experiments', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      closeOnClickOutside={false}
      title={<Text fw={650}>{t('create.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {/* Its own component, so that each opening begins with an empty form. */}
      <CreateForm onClose={onClose} />
    </Modal>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['experiments', 'common']);
  const navigate = useNavigate();
  const creating = useCreateExperiment();
  const [step, setStep] = useState(0);
  const [draft, setDraft] = useState<ExperimentDraft>(EMPTY);
  const props: StepProps = { draft, set: (next) => setDraft((now) => ({ ...now, ...next })) };
  const furthest = [0, 1, 2, 3].find((one) => !isDone(draft, one)) ?? LAST;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!isDone(draft, step)) return;
    if (step < LAST) {
      setStep(step + 1);
      return;
    }
    creating.mutate(bodyOf(draft), {
      onSuccess: (made) => {
        notifyDone(t('create.done', { name: made.name }));
        onClose();
        void navigate({
          to: '/features/experiments/$experimentId',
          params: { experimentId: made.id },
        });
      },
    });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Stepper
          active={step}
          size="sm"
          onStepClick={(wanted) => wanted <= furthest && setStep(wanted)}
        >
          <Stepper.Step label={t('create.steps.question')} />
          <Stepper.Step label={t('create.steps.variants')} />
          <Stepper.Step label={t('create.steps.metrics')} />
          <Stepper.Step label={t('create.steps.plan')} />
        </Stepper>
        {step === 0 && <StepQuestion {...props} />}
        {step === 1 && <StepVariants {...props} />}
        {step === 2 && <StepMetrics {...props} />}
        {step === 3 && <StepPlan {...props} />}
        {creating.error !== null && <ProblemAlert error={creating.error} />}
        <Group justify="space-between">
          <Button
            variant="subtle"
            color="gray"
            disabled={step === 0}
            onClick={() => setStep(step - 1)}
          >
            {t('create.back')}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button
              type="submit"
              loading={creating.isPending}
              disabled={!isDone(draft, step)}
              data-testid="next-step"
            >
              {t(step < LAST ? 'create.next' : 'create.submit')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
