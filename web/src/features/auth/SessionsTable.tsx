import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call, type Schema } from '@/api/client';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { notifyDone } from '@/ui/notify';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { describeAgent } from './userAgent';

type Session = Schema<'OwnSession'>;

export function SessionsTable() {
  const { t } = useTranslation('auth');
  const queryClient = useQueryClient();
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: () => call(api.GET('/api/v1/auth/sessions')),
  });
  const [ending, setEnding] = useState<Session | null>(null);
  const end = useMutation({
    mutationFn: (id: string) =>
      call(
        api.DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id: id } } }),
      ),
    onSuccess: async () => {
      setEnding(null);
      notifyDone(t('sessions.ended'));
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const device = (session: Session) => {
    const agent = describeAgent(session.user_agent);
    return agent
      ? t('sessions.deviceOn', agent)
      : (session.user_agent ?? t('sessions.unknownDevice'));
  };

  const columns: Column<Session>[] = [
    {
      key: 'device',
      header: t('sessions.device'),
      render: (session) => (
        <Group gap="xs" wrap="nowrap">
          <Text span inherit fw={600} title={session.user_agent ?? undefined} lineClamp={1}>
            {device(session)}
          </Text>
          {session.is_current && <StatusBadge tone="good">{t('sessions.current')}</StatusBadge>}
        </Group>
      ),
    },
    { key: 'ip', header: t('sessions.ip'), render: (session) => session.ip_address ?? '–' },
    {
      key: 'started',
      header: t('sessions.started'),
      render: (session) => <Time value={session.created_at} />,
    },
    {
      key: 'seen',
      header: t('sessions.seen'),
      render: (session) => <Time value={session.last_seen_at} relative />,
    },
    {
      key: 'expires',
      hideBelow: 'lg',
      header: t('sessions.expires'),
      render: (session) => <Time value={session.expires_at} relative />,
    },
    {
      key: 'end',
      header: t('sessions.end'),
      hideHeader: true,
      align: 'right',
      render: (session) =>
        session.is_current ? null : (
          <Button size="compact-sm" variant="default" onClick={() => setEnding(session)}>
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <DataTable
        label={t('sessions.title')}
        columns={columns}
        rows={sessions.data}
        rowKey={(session) => session.id}
        state={sessions}
        empty={<EmptyState title={t('sessions.title')} />}
        minWidth={740}
      />
      <ConfirmDialog
        opened={ending !== null}
        onClose={() => setEnding(null)}
        title={t('sessions.endTitle')}
        confirm={t('sessions.end')}
        danger
        isPending={end.isPending}
        error={end.error}
        onConfirm={() => ending && end.mutate(ending.id)}
      >
        {ending && t('sessions.endText', { device: device(ending) })}
      </ConfirmDialog>
    </>
  );
}
