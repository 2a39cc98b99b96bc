import { Button, Paper, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { notifyDone } from '@/ui/notify';
import { StatusBadge } from '@/ui/StatusBadge';
import { type UserRow, usersQuery } from '../users/queries';

const MOST = 200;

/** Who has a second factor, and the means to take it away from whoever has lost it. */
export function SecondFactorsCard({ brand }: { brand: string | undefined }) {
  const { t } = useTranslation('adminSecurity');
  const { can } = useAccess();
  const users = useQuery(usersQuery({ brand, size: MOST }));
  const [resetting, setResetting] = useState<UserRow | null>(null);

  const columns: Column<UserRow>[] = [
    {
      key: 'admin',
      header: t('factors.admin'),
      render: (user) => (
        <>
          <Text inherit fw={600}>
            {user.full_name}
          </Text>
          <Text size="xs" c="dimmed">
            {user.email}
          </Text>
        </>
      ),
    },
    { key: 'role', header: t('factors.role'), render: (user) => user.role },
    {
      key: 'state',
      header: t('factors.state'),
      render: (user) => (
        <StatusBadge tone={user.is_2fa_enabled ? 'good' : 'warn'}>
          {t(user.is_2fa_enabled ? 'factors.has' : 'factors.none')}
        </StatusBadge>
      ),
    },
  ];
  if (can('security:write'))
    columns.push({
      key: 'reset',
      header: t('factors.reset'),
      hideHeader: true,
      align: 'right',
      render: (user) =>
        user.is_2fa_enabled && !user.is_self ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('factors.resetNamed', { name: user.full_name })}
            onClick={() => setResetting(user)}
          >
            {t('factors.reset')}
          </Button>
        ) : null,
    });
  return (
    <Paper p="lg" mt="lg" component="section" aria-labelledby="second-factors">
      <Title order={2} size="h5" id="second-factors" mb="sm">
        {t('factors.title')}
      </Title>
      <DataTable
        label={t('factors.title')}
        columns={columns}
        rows={users.data?.rows}
        rowKey={(user) => user.id}
        state={users}
        empty={<EmptyState title={t('factors.title')} />}
      />
      <ResetDialog user={resetting} onClose={() => setResetting(null)} />
    </Paper>
  );
}

function ResetDialog({ user, onClose }: { user: UserRow | null; onClose: () => void }) {
  const { t } = useTranslation('adminSecurity');
  const queryClient = useQueryClient();
  const name = user?.full_name ?? '';
  const reset = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      call(
        api.DELETE('/api/v1/admin/users/{admin_id}/second-factors', {
          params: { path: { admin_id: id } },
          headers: reasonHeader(reason),
        }),
      ),
    onSuccess: async () => {
      notifyDone(t('factors.resetDone', { name }));
      close();
      await queryClient.invalidateQueries({ queryKey: ['admin-users'] });
    },
  });

  function close() {
    reset.reset();
    onClose();
  }

  return (
    <ConfirmDialog
      opened={user !== null}
      onClose={close}
      title={t('factors.resetTitle', { name })}
      confirm={t('factors.reset')}
      danger
      reason="required"
      isPending={reset.isPending}
      error={reset.error}
      onConfirm={(reason) => user && reset.mutate({ id: user.id, reason: reason ?? '' })}
    >
      {t('factors.resetText', { name })}
    </ConfirmDialog>
  );
}
