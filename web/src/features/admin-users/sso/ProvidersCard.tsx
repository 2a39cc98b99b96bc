import { Button, Group, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { OwnAddress } from './OwnAddress';
import { ProviderDialog } from './ProviderDialog';
import { changeProvider, type Provider, providersQuery, removeProvider } from './queries';

/** The brand's identity providers, with their switches. */
export function ProvidersCard() {
  const { t } = useTranslation(['sso', 'common']);
  const { can } = useAccess();
  const mayWrite = can('sso:restricted');
  const queryClient = useQueryClient();
  const providers = useQuery(providersQuery);
  const [editing, setEditing] = useState<Provider | 'new' | null>(null);
  const [removing, setRemoving] = useState<Provider | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });
  const toggle = useMutation({
    mutationFn: (provider: Provider) =>
      changeProvider(provider, { is_enabled: !provider.is_enabled }),
    onSuccess: refresh,
    onError: async (error) => {
      notifyProblem(error);
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => removeProvider(id, reason),
    onSuccess: async () => {
      setRemoving(null);
      notifyDone(t('removed'));
      await refresh();
    },
  });
  const columns: Column<Provider>[] = [
    {
      key: 'name',
      header: t('name'),
      render: (provider) => (
        <Stack gap={0}>
          <Text inherit fw={600}>
            {provider.name}
          </Text>
          <Text size="xs" c="dimmed">
            {provider.issuer}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'domains',
      header: t('domains'),
      render: (provider) =>
        provider.email_domains.length > 0 ? provider.email_domains.join(', ') : t('anyDomain'),
    },
    {
      key: 'provisions',
      hideBelow: 'md',
      header: t('newPeople'),
      render: (provider) => (provider.provisions ? provider.default_role : t('mustExist')),
    },
    { key: 'linked', header: t('linkedAdmins'), align: 'right', render: (p) => p.linked_admins },
    {
      key: 'enabled',
      header: t('enabled'),
      render: (provider) => (
        <Switch
          aria-label={t('enableNamed', { name: provider.name })}
          checked={provider.is_enabled}
          disabled={!mayWrite || toggle.isPending}
          onChange={() => toggle.mutate(provider)}
        />
      ),
    },
    {
      key: 'acts',
      header: t('acts'),
      hideHeader: true,
      align: 'right',
      render: (provider) =>
        mayWrite && (
          <Group gap={6} justify="flex-end" wrap="nowrap">
            <Button size="compact-sm" variant="default" onClick={() => setEditing(provider)}>
              {t('change')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setRemoving(provider)}>
              {t('remove')}
            </Button>
          </Group>
        ),
    },
  ];
  return (
    <Paper p="lg" data-testid="sso-providers">
      <Group justify="space-between" align="start" mb="sm">
        <div>
          <Title order={2} size="h4">
            {t('title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('text')}
          </Text>
          <OwnAddress which="redirect_uri" label={t('redirectUri')} />
        </div>
        {mayWrite && (
          <Button onClick={() => setEditing('new')} data-testid="add-provider">
            {t('add')}
          </Button>
        )}
      </Group>
      <DataTable
        label={t('title')}
        columns={columns}
        rows={providers.data}
        rowKey={(provider) => provider.id}
        state={providers}
        empty={<EmptyState title={t('emptyTitle')} text={t('emptyText')} />}
        minWidth={700}
      />
      {editing !== null && (
        <ProviderDialog
          provider={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('removeTitle')}
        confirm={t('remove')}
        danger
        reason="required"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={(reason) => removing && remove.mutate({ id: removing.id, reason: reason ?? '' })}
      >
        {removing && t('removeText', { name: removing.name, count: removing.linked_admins })}
      </ConfirmDialog>
    </Paper>
  );
}
