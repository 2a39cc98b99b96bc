import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { useFormat } from '@/ui/format';
import { IconPlus, IconTrash } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { RowLink } from '@/ui/RowLink';
import {
  type Group as FlagGroup,
  groupsQuery,
  useDeleteGroup,
  useSaveGroup,
} from '../groupQueries';

/** The groups that flags are kept under. */
export function Groups() {
  const { t } = useTranslation(['featureFlags', 'common']);
  const { can } = useAccess();
  const format = useFormat();
  const groups = useQuery(groupsQuery);
  const [editing, setEditing] = useState<FlagGroup | 'new' | null>(null);
  const [deleting, setDeleting] = useState<FlagGroup | null>(null);
  const remove = useDeleteGroup();
  const mayWrite = can('flags:write');
  const columns: Column<FlagGroup>[] = [
    {
      key: 'name',
      header: t('columns.group'),
      render: (row) =>
        mayWrite ? <RowLink onClick={() => setEditing(row)}>{row.name}</RowLink> : row.name,
    },
    {
      key: 'description',
      header: t('columns.description'),
      render: (row) => row.description || '–',
    },
    {
      key: 'count',
      header: t('groups.flags'),
      align: 'right',
      render: (row) => format.number(row.flag_count),
    },
    {
      key: 'delete',
      header: t('groups.delete'),
      hideHeader: true,
      align: 'right',
      render: (row) =>
        mayWrite && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('groups.deleteNamed', { name: row.name })}
            onClick={() => setDeleting(row)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        ),
    },
  ];
  function close() {
    remove.reset();
    setDeleting(null);
  }
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {t('groups.title')}
        </Title>
        {mayWrite && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => setEditing('new')}
          >
            {t('groups.new')}
          </Button>
        )}
      </Group>
      <DataTable
        label={t('groups.title')}
        columns={columns}
        rows={groups.data}
        rowKey={(row) => row.id}
        state={groups}
        minWidth={480}
        empty={
          <Text size="sm" c="dimmed" p="md">
            {t('groups.empty')}
          </Text>
        }
      />
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={<Text fw={650}>{t(editing === 'new' ? 'groups.new' : 'groups.edit')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        {editing !== null && (
          <Form group={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
        )}
      </Modal>
      <ConfirmDialog
        opened={deleting !== null}
        onClose={close}
        title={t('groups.deleteTitle', { name: deleting?.name ?? '' })}
        confirm={t('groups.delete')}
        danger
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => {
          if (deleting === null) return;
          remove.mutate(deleting.id, { onSuccess: close });
        }}
      >
        {t('groups.deleteText')}
      </ConfirmDialog>
    </section>
  );
}

function Form({ group, onClose }: { group: FlagGroup | null; onClose: () => void }) {
  const { t } = useTranslation(['featureFlags', 'common']);
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const save = useSaveGroup(group);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    save.mutate(
      { name, description },
      {
        onSuccess: () => {
          notifyDone(t('groups.saved', { name }));
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t('columns.group')}
          required
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('columns.description')}
          maxLength={500}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {save.isError && <ProblemAlert error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
