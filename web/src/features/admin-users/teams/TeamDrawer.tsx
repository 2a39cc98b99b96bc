import { Button, Drawer, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Facts } from '@/ui/Facts';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import { Members } from './Members';
import { type TeamDetail, teamQuery, useDeleteTeam } from './queries';
import type { TeamTask } from './TeamForm';

interface Props {
  id: string | undefined;
  onClose: () => void;
  onTask: (task: TeamTask) => void;
}

/** One team: what it gives, and to whom. */
export function TeamDrawer({ id, onClose, onTask }: Props) {
  const { t } = useTranslation(['adminTeams', 'common']);
  const found = useQuery({ ...teamQuery(id ?? ''), enabled: id !== undefined });
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{found.data?.name}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="team-drawer"
    >
      {found.data ? (
        <Details team={found.data} onClose={onClose} onTask={onTask} />
      ) : found.isError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton h={240} />
      )}
    </Drawer>
  );
}

function Details({ team, onClose, onTask }: { team: TeamDetail } & Omit<Props, 'id'>) {
  const { t } = useTranslation('adminTeams');
  const { can } = useAccess();
  const [deleting, deletion] = useDisclosure(false);
  const remove = useDeleteTeam();
  const mayChange = can('admins:write') && team.is_grantable;
  return (
    <Stack gap="lg" pt="xs">
      {team.description !== '' && <Text size="sm">{team.description}</Text>}
      <Facts
        rows={[
          [t('role'), team.default_role ?? t('noRole')],
          [t('created'), <Time key="created" value={team.created_at} />],
        ]}
      />
      {can('admins:write') && !team.is_grantable && (
        <Text size="sm" c="dimmed">
          {t('notYours')}
        </Text>
      )}
      <section>
        <Title order={3} size="h6" mb={6}>
          {t('membersOf', { count: team.member_count })}
        </Title>
        <Members team={team} mayChange={mayChange} />
      </section>
      {mayChange && (
        <Group gap="xs">
          <Button
            variant="default"
            onClick={() => onTask({ what: 'edit', team })}
            data-testid="edit-team"
          >
            {t('edit')}
          </Button>
          <Button variant="light" color="red" onClick={deletion.open}>
            {t('delete.confirm')}
          </Button>
        </Group>
      )}
      <ConfirmDialog
        opened={deleting}
        onClose={deletion.close}
        title={t('delete.title', { name: team.name })}
        confirm={t('delete.confirm')}
        danger
        reason="required"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={(reason) =>
          remove.mutate(
            { id: team.id, reason: reason ?? '' },
            {
              onSuccess: () => {
                notifyDone(t('delete.done', { name: team.name }));
                onClose();
              },
            },
          )
        }
      >
        {t('delete.text', { count: team.member_count })}
      </ConfirmDialog>
    </Stack>
  );
}
