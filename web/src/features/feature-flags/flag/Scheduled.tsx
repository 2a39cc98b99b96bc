import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { useFormat } from '@/ui/format';
import { IconPlus } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { ScheduleForm } from './ScheduleForm';
import type { FlagTabProps } from './tabs';
import { type ScheduledChange, scheduledQuery, useCancelScheduled } from './timeQueries';

const TONES: Record<ScheduledChange['status'], Tone> = {
  pending: 'busy',
  held: 'warn',
  applied: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};
const WAITING = new Set(['pending', 'held']);

export function useWhat(): (change: ScheduledChange) => string {
  const { t } = useTranslation('flagEditor');
  return (change) =>
    [
      change.enabled === true ? t('schedule.on') : null,
      change.enabled === false ? t('schedule.off') : null,
      change.configuration != null ? t('schedule.configuration') : null,
    ]
      .filter((part) => part !== null)
      .join(', ');
}

/** Changes that happen at a set time, in this environment. */
export function Scheduled({ flag, environment }: FlagTabProps) {
  const { t } = useTranslation(['flagEditor', 'common']);
  const { can } = useAccess();
  const format = useFormat();
  const what = useWhat();
  const changes = useQuery(scheduledQuery(flag.id));
  const [adding, form] = useDisclosure(false);
  const [cancelling, setCancelling] = useState<ScheduledChange | null>(null);
  const cancel = useCancelScheduled();
  const rows = changes.data?.filter((change) => change.environment === environment);
  const mayWrite = can('flags:write') && !flag.archived;

  const columns: Column<ScheduledChange>[] = [
    {
      key: 'due',
      header: t('schedule.columns.due'),
      render: (row) => <Time value={row.due_at} />,
    },
    {
      key: 'what',
      header: t('schedule.columns.what'),
      render: (row) => (
        <>
          {what(row)}
          {row.comment != null && row.comment !== '' && (
            <Text size="xs" c="dimmed">
              {row.comment}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'status',
      header: t('schedule.columns.status'),
      render: (row) => (
        <>
          <StatusBadge tone={TONES[row.status]}>{t(`schedule.statuses.${row.status}`)}</StatusBadge>
          {typeof row.error?.message === 'string' && (
            <Text size="xs" c="var(--mantine-color-error)">
              {row.error.message}
            </Text>
          )}
        </>
      ),
    },
    { key: 'by', header: t('schedule.columns.by'), render: (row) => row.author },
    {
      key: 'cancel',
      header: t('schedule.cancel'),
      hideHeader: true,
      align: 'right',
      render: (row) =>
        mayWrite &&
        WAITING.has(row.status) && (
          <Button size="xs" variant="default" onClick={() => setCancelling(row)}>
            {t('schedule.cancel')}
          </Button>
        ),
    },
  ];

  return (
    <section>
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} size="h5">
            {t('schedule.title')}
          </Title>
          <Text size="xs" c="dimmed">
            {t('schedule.text')}
          </Text>
        </div>
        {mayWrite && !adding && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={form.open}
            data-testid="new-schedule"
          >
            {t('schedule.new')}
          </Button>
        )}
      </Group>
      <Stack gap="sm">
        {adding && (
          <Paper p="md">
            <ScheduleForm flag={flag} environment={environment} onClose={form.close} />
          </Paper>
        )}
        <DataTable
          label={t('schedule.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          state={changes}
          minWidth={680}
          empty={
            <Text size="sm" c="dimmed" p="md">
              {t('schedule.empty')}
            </Text>
          }
        />
      </Stack>
      <ConfirmDialog
        opened={cancelling !== null}
        onClose={() => setCancelling(null)}
        title={t('schedule.cancelTitle')}
        confirm={t('schedule.cancel')}
        danger
        isPending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => {
          if (cancelling === null) return;
          cancel.mutate(cancelling.id, {
            onSuccess: () => {
              notifyDone(t('schedule.cancelled'));
              setCancelling(null);
            },
          });
        }}
      >
        {cancelling !== null &&
          t('schedule.cancelText', {
            what: what(cancelling),
            when: `${format.utc(cancelling.due_at)} UTC`,
          })}
      </ConfirmDialog>
    </section>
  );
}
