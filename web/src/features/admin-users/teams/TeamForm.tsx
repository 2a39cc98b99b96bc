import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { rolesQuery } from '../roles/queries';
import { type TeamDetail, type TeamRow, useCreateTeam, useSaveTeam } from './queries';

/** What the form is for: a new team, or one to change. */
export type TeamTask = { what: 'new' } | { what: 'edit'; team: TeamRow };

interface Props {
  task: TeamTask | null;
  onClose: () => void;
  onSaved: (team: TeamDetail) => void;
}

export function TeamForm({ task, onClose, onSaved }: Props) {
  const { t } = useTranslation(['adminTeams', 'common']);
  return (
    <Modal
      opened={task !== null}
      onClose={onClose}
      title={
        <Text fw={650}>
          {task && t(`form.${task.what}`, { name: task.what === 'edit' ? task.team.name : '' })}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="team-form"
    >
      {task && <Form task={task} onClose={onClose} onSaved={onSaved} />}
    </Modal>
  );
}

function Form({ task, onClose, onSaved }: { task: TeamTask } & Omit<Props, 'task'>) {
  const { t } = useTranslation(['adminTeams', 'common']);
  const roles = useQuery(rolesQuery()).data ?? [];
  const team = task.what === 'edit' ? task.team : null;
  const [name, setName] = useState(team?.name ?? '');
  const [description, setDescription] = useState(team?.description ?? '');
  const [role, setRole] = useState<string | null>(team?.default_role_id ?? null);
  const create = useCreateTeam();
  const save = useSaveTeam();
  const running = team === null ? create : save;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const body = { name, description, default_role_id: role };
    const done = {
      onSuccess: (saved: TeamDetail) => {
        notifyDone(t('form.done', { name: saved.name }));
        onSaved(saved);
      },
    };
    if (team === null) create.mutate({ ...body, member_ids: [] }, done);
    else save.mutate({ team, body }, done);
  }

  return (
    <form onSubmit={submit}>
      <Stack>
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
        <Select
          label={t('role')}
          description={t('roleHint')}
          placeholder={t('noRole')}
          data={roles
            .filter((one) => one.id !== 'platform-owner')
            .map((one) => ({
              value: one.id,
              label: one.name,
              disabled: !one.is_assignable && one.id !== team?.default_role_id,
            }))}
          value={role}
          onChange={setRole}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': t('common:clear') }}
          data-testid="team-role"
        />
        {running.error !== null && <ProblemAlert error={running.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={running.isPending} data-testid="save-team">
            {t(team === null ? 'common:create' : 'common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
