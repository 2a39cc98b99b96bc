import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { PermissionGrid } from './PermissionGrid';
import { permissionsQuery, type RoleRow, useCreateRole, useSaveRole } from './queries';
import classes from '../adminUsers.module.css';

type Permission = NonNullable<Schema<'RoleChange'>['permissions']>[number];

/** What the form is for: a role from nothing, a copy of one, or a role to change. */
export type RoleTask =
  { what: 'new' } | { what: 'copy'; role: RoleRow } | { what: 'edit'; role: RoleRow };

interface Props {
  task: RoleTask | null;
  onClose: () => void;
  onSaved: (role: RoleRow) => void;
}

export function RoleForm({ task, onClose, onSaved }: Props) {
  const { t } = useTranslation(['adminRoles', 'common']);
  const name = task !== null && task.what !== 'new' ? task.role.name : '';
  return (
    <Modal
      opened={task !== null}
      onClose={onClose}
      size="xl"
      title={<Text fw={650}>{task && t(`form.${task.what}`, { name })}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="role-form"
    >
      {task && <Form task={task} onClose={onClose} onSaved={onSaved} />}
    </Modal>
  );
}

function Form({ task, onClose, onSaved }: { task: RoleTask } & Omit<Props, 'task'>) {
  const { t } = useTranslation(['adminRoles', 'common']);
  const catalogue = useQuery(permissionsQuery).data ?? [];
  const base = task.what === 'new' ? null : task.role;
  const grantable = new Set(
    catalogue.filter((row) => row.is_grantable).map((row) => row.permission),
  );
  const [name, setName] = useState(task.what === 'edit' ? task.role.name : '');
  const [description, setDescription] = useState(task.what === 'edit' ? task.role.description : '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(base?.permissions));
  const [reason, setReason] = useState('');
  const create = useCreateRole();
  const save = useSaveRole();
  const running = task.what === 'edit' ? save : create;
  // A copy holds what its maker may give; an edited role keeps what stands.
  const held =
    task.what === 'edit' ? chosen : new Set([...chosen].filter((name) => grantable.has(name)));
  const isOwn = task.what === 'edit' && task.role.is_own;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const permissions = [...held] as Permission[];
    const done = {
      onSuccess: (role: RoleRow) => {
        notifyDone(t('form.done', { name: role.name }));
        onSaved(role);
      },
    };
    if (task.what === 'edit')
      save.mutate(
        {
          role: task.role,
          body: { name, description, ...(isOwn ? {} : { permissions }) },
          reason,
        },
        done,
      );
    else create.mutate({ name, description, permissions, based_on: base?.id }, done);
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Group grow align="flex-start">
          <TextInput
            label={t('name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            minLength={2}
            maxLength={60}
            required
            data-autofocus
          />
          <TextInput
            label={t('description')}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            maxLength={300}
          />
        </Group>
        <PermissionGrid
          permissions={catalogue}
          held={held}
          onChange={
            isOwn
              ? undefined
              : (permission, isHeld) => {
                  const next = new Set(chosen);
                  if (isHeld) next.add(permission);
                  else next.delete(permission);
                  setChosen(next);
                }
          }
        />
        <Text size="xs" c="dimmed">
          {t(isOwn ? 'form.own' : 'form.only')}
        </Text>
        {task.what === 'edit' && (
          <Textarea
            label={t('common:reason')}
            description={t('common:reasonHint')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autosize
          />
        )}
        <Stack gap="xs" className={classes.footer}>
          {running.error !== null && <ProblemAlert error={running.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={running.isPending} data-testid="save-role">
              {t(task.what === 'edit' ? 'common:save' : 'common:create')}
            </Button>
          </Group>
        </Stack>
      </Stack>
    </form>
  );
}
