import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { notifyDone } from '@/ui/notify';
import { useColumns } from './columns';
import { type Act, actOn, type Delegation, delegationsQuery } from './queries';
import { RequestDialog } from './RequestDialog';

interface Asked {
  act: Act;
  row: Delegation;
}

/** Permissions handed over for a time: asked for, approved by a third person, ended. */
export function DelegationTab() {
  const { t } = useTranslation('adminDelegation');
  const { can } = useAccess();
  const queryClient = useQueryClient();
  const delegations = useQuery(delegationsQuery);
  const [isAsking, setIsAsking] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const act = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      actOn(asked?.row.id ?? '', asked?.act ?? 'reject', reason),
    onSuccess: async (row) => {
      setAsked(null);
      notifyDone(t('now', { state: t(`states.${row.state}`) }));
      await queryClient.invalidateQueries({ queryKey: delegationsQuery.queryKey });
    },
  });
  const columns = useColumns((chosen, row) => {
    act.reset();
    setAsked({ act: chosen, row });
  });
  const ask = can('delegations:write') && (
    <Button onClick={() => setIsAsking(true)} data-testid="ask-delegation">
      {t('ask')}
    </Button>
  );
  return (
    <>
      <Group justify="space-between" mb="sm" wrap="nowrap" align="start">
        <Text size="sm" c="dimmed" maw={640}>
          {t('text')}
        </Text>
        {ask}
      </Group>
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={delegations.data}
        rowKey={(row) => row.id}
        state={delegations}
        empty={<EmptyState title={t('emptyTitle')} text={t('emptyText')} />}
        isDimmed={(row) => ['ended', 'lapsed', 'rejected', 'revoked'].includes(row.state)}
        minWidth={980}
      />
      {isAsking && <RequestDialog onClose={() => setIsAsking(false)} />}
      {asked !== null && (
        <ConfirmDialog
          opened
          onClose={() => setAsked(null)}
          title={t(`confirm.${asked.act}.title`)}
          confirm={t(`act.${asked.act}`)}
          danger={asked.act !== 'approve'}
          reason="required"
          isPending={act.isPending}
          error={act.error}
          onConfirm={(reason) => act.mutate({ reason: reason ?? '' })}
        >
          {t(`confirm.${asked.act}.text`, {
            from: asked.row.from_admin.full_name,
            to: asked.row.to_admin.full_name,
            permissions: asked.row.permissions.join(', '),
          })}
        </ConfirmDialog>
      )}
    </>
  );
}
