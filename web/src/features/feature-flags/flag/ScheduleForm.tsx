import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useRequestChange } from '../approvals/queries';
import { useEnvironment } from '../environments/queries';
import type { FlagTabProps } from './tabs';
import { useScheduleChange } from './timeQueries';

const HOUR = 3_600_000;

/** An hour from now, to the minute, as an input of type datetime-local has it, but in UTC. */
function inAnHour(): string {
  return new Date(Date.now() + HOUR).toISOString().slice(0, 16);
}

/** A change and its time. Times are in UTC; the reader's own is shown beside it. */
export function ScheduleForm({
  flag,
  environment,
  onClose,
}: FlagTabProps & { onClose: () => void }) {
  const { t } = useTranslation(['flagEditor', 'common']);
  const format = useFormat();
  const [openedAt] = useState(Date.now);
  const [at, setAt] = useState(inAnHour);
  const [what, setWhat] = useState('on');
  const [variant, setVariant] = useState(flag.variants[0]?.key ?? '');
  const [comment, setComment] = useState('');
  const schedule = useScheduleChange(flag);
  const ask = useRequestChange(flag);
  const needed = useEnvironment(environment)?.approvals_required ?? 0;
  const running = needed > 0 ? ask : schedule;
  const due = at === '' ? null : new Date(`${at}:00Z`);
  const isPast = due === null || due.getTime() <= openedAt;
  const isUnexplained = needed > 0 && comment.trim().length < 3;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (due === null) return;
    const change =
      what === 'serve'
        ? { configuration: { default: { kind: 'variant' as const, variant } } }
        : { enabled: what === 'on' };
    const body = { environment, due_at: due.toISOString(), ...change };
    const done = {
      onSuccess: () => {
        notifyDone(t(needed > 0 ? 'save.askDone' : 'schedule.done'));
        onClose();
      },
    };
    if (needed > 0) ask.mutate({ operation: { kind: 'configure', ...body }, comment }, done);
    else schedule.mutate({ ...body, comment }, done);
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group align="flex-start" gap="sm">
          <TextInput
            type="datetime-local"
            label={t('schedule.at')}
            description={
              due === null ? ' ' : t('schedule.atHint', { local: format.local(due.toISOString()) })
            }
            value={at}
            error={isPast ? t('schedule.past') : undefined}
            onChange={(event) => setAt(event.currentTarget.value)}
            data-autofocus
          />
        </Group>
        <Group align="flex-end" gap="sm">
          <Select
            label={t('schedule.what')}
            allowDeselect={false}
            data={(['on', 'off', 'serve'] as const).map((value) => ({
              value,
              label: t(`schedule.${value}`),
            }))}
            value={what}
            onChange={(value) => setWhat(value ?? what)}
            w={180}
          />
          {what === 'serve' && (
            <Select
              label={t('schedule.variant')}
              allowDeselect={false}
              data={flag.variants.map((one) => one.key)}
              value={variant}
              onChange={(value) => setVariant(value ?? variant)}
              w={180}
            />
          )}
          <TextInput
            label={t('schedule.comment')}
            required={needed > 0}
            maxLength={500}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            w={320}
          />
        </Group>
        {running.isError && <ProblemAlert error={running.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            loading={running.isPending}
            disabled={isPast || isUnexplained}
            data-testid="schedule"
          >
            {t(needed > 0 ? 'save.ask' : 'schedule.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
