import { Flex, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './imports.module.css';
import { type NextStep, nextStep } from './model';
import { EarlierDecisions, type DecisionHandlers } from './EarlierDecisions';
import { NextStepAction } from './NextStepAction';
import { PlanNumbers } from './PlanNumbers';
import type { Job } from './wire';
import { useWords } from './words';

type Tone = 'info' | 'good' | 'warn' | 'bad';

const TONES: Record<NextStep, Tone> = {
  wait: 'info',
  map: 'warn',
  resolve: 'warn',
  confirm: 'info',
  nothing_new: 'good',
  nothing_left: 'warn',
  imported: 'good',
  undone: 'info',
  failed: 'bad',
  cancelled: 'info',
};

interface Props extends DecisionHandlers {
  job: Job;
  ref: Ref<HTMLElement>;
  onConfirm: () => void;
}

/** The one thing to do, or to know, now. */
export function NextStepCard({ job, ref, ...handlers }: Props) {
  const { t } = useTranslation('imports');
  const step = nextStep(job);
  const { title, text } = useStepWords(job, step);
  return (
    <Paper
      ref={ref}
      tabIndex={-1}
      p="md"
      className={classes.next}
      data-tone={TONES[step]}
      data-testid="next-step"
      data-step={step}
      component="section"
      aria-label={t('next.label')}
    >
      <Flex direction={{ base: 'column', sm: 'row' }} justify="space-between" gap="md">
        <Stack gap={4} maw={760} role="status">
          <Title order={3} size="h4">
            {title}
          </Title>
          <Text size="sm" component="div">
            {text}
          </Text>
          {(step === 'confirm' || step === 'nothing_new') && <PlanNumbers job={job} />}
        </Stack>
        <NextStepAction job={job} step={step} onConfirm={handlers.onConfirm} />
      </Flex>
      <EarlierDecisions job={job} step={step} {...handlers} />
    </Paper>
  );
}

function useStepWords(job: Job, step: NextStep): { title: string; text: ReactNode } {
  const { t } = useTranslation('imports');
  const words = useWords();
  const count = job.duplicates.undecided_games;
  switch (step) {
    case 'wait':
      return {
        title: t(`next.wait.${job.status as 'queued'}`),
        text: t(`next.wait.${job.status as 'queued'}Text`),
      };
    case 'resolve':
      return { title: t('next.resolve.title', { count }), text: t('next.resolve.text') };
    case 'imported':
      return importedWords();
    case 'undone':
      return { title: t('next.undone.title'), text: undoneText() };
    case 'failed':
      return { title: t('next.failed.title'), text: failedText() };
    default:
      return { title: t(`next.${step}.title`), text: t(`next.${step}.text`) };
  }

  /** The parts that are not zero, as one sentence. */
  function sentence(parts: [number, (count: number) => string][]): string {
    return `${words.list(parts.filter(([n]) => n > 0).map(([n, text]) => text(n)))}.`;
  }

  function importedWords() {
    const { result } = job;
    if (result === null) return { title: t('status.completed'), text: null };
    return {
      title: t('next.imported.title', { count: result.imported_count }),
      text: sentence([
        [result.inserted_count, (count) => t('next.imported.added', { count })],
        [result.updated_count, (count) => t('next.imported.changed', { count })],
        [result.unchanged_count, (count) => t('next.imported.unchanged', { count })],
        [result.skipped_count, (count) => t('next.imported.skipped', { count })],
      ]),
    };
  }

  function undoneText() {
    const { undo } = job;
    if (undo === null || Object.values(undo).every((n) => n === 0)) return t('next.undone.text');
    return sentence([
      [undo.removed_count, (count) => t('next.undone.removed', { count })],
      [undo.restored_count, (count) => t('next.undone.restored', { count })],
      [undo.skipped_count, (count) => t('next.undone.left', { count })],
    ]);
  }

  function failedText() {
    const why = job.error_summary?.message ?? job.error_summary?.error;
    return (
      <>
        {why != null && <Text size="sm">{why}</Text>}
        <Text size="sm" c="dimmed">
          {t(job.mapping === null ? 'next.failed.text' : 'next.failed.textMappable')}
        </Text>
      </>
    );
  }
}
