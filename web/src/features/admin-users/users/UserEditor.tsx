import { Button, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { changesOf } from './edit';
import { type TaggedUser, userQuery, useSaveUser } from './queries';
import { ModulesField, RoleSelect } from './UserFields';

/** The fields of an admin that can be changed; of oneself, the name alone. */
export function UserEditor({ tagged }: { tagged: TaggedUser }) {
  const { t } = useTranslation(['adminUsers', 'auth', 'common']);
  const { can, tenantId } = useAccess();
  const queryClient = useQueryClient();
  const { user } = tagged;
  const [name, setName] = useState(user.full_name);
  const [email, setEmail] = useState(user.email);
  const [role, setRole] = useState(user.role_id);
  const [modules, setModules] = useState(user.allowed_modules);
  const [reason, setReason] = useState('');
  const save = useSaveUser();
  const body = changesOf(user, { name, email, role, modules });
  const isChanged = Object.keys(body).length > 0;
  const isStale = save.error !== null && asProblem(save.error).code === 'STALE_WRITE';

  if (!can('admins:write')) return null;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!isChanged || save.isPending) return;
    save.mutate(
      { tagged, body, reason },
      { onSuccess: (saved) => notifyDone(t('edit.done', { name: saved.user.full_name })) },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={3} size="h6">
          {t('edit.title')}
        </Title>
        <Group grow align="flex-start">
          <TextInput
            label={t('users.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={120}
            required
          />
          <TextInput
            label={t('auth:email')}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            disabled={user.is_self}
            required
          />
        </Group>
        <RoleSelect
          brand={user.tenant_id === tenantId ? undefined : user.tenant_id}
          value={role}
          onChange={setRole}
          disabled={user.is_self}
        />
        {!user.is_platform_owner && (
          <ModulesField value={modules} onChange={setModules} disabled={user.is_self} />
        )}
        {isChanged && (
          <Textarea
            label={t('common:reason')}
            description={t('common:reasonHint')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autosize
          />
        )}
        {save.error !== null && (
          <ProblemAlert
            error={save.error}
            onRetry={
              isStale ? () => void queryClient.invalidateQueries(userQuery(user.id)) : undefined
            }
          />
        )}
        <Button
          type="submit"
          loading={save.isPending}
          disabled={!isChanged || isStale}
          style={{ alignSelf: 'flex-start' }}
          data-testid="save-user"
        >
          {t('common:save')}
        </Button>
      </Stack>
    </form>
  );
}
