import { Drawer, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import type { OneTimeLink } from '../LinkDialog';
import { UserStatus } from './columns';
import { userQuery } from './queries';
import { UserActions } from './UserActions';
import { UserEditor } from './UserEditor';
import { UserSummary } from './UserSummary';

interface Props {
  id: string | undefined;
  onClose: () => void;
  onLink: (link: OneTimeLink) => void;
}

/** One admin: who they are, what can be changed, and the acts that concern them. */
export function UserDrawer({ id, onClose, onLink }: Props) {
  const { t } = useTranslation(['adminUsers', 'common']);
  const found = useQuery({ ...userQuery(id ?? ''), enabled: id !== undefined });
  const tagged = found.data;
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={
        tagged && (
          <Group gap="xs">
            <Text fw={650}>{tagged.user.full_name}</Text>
            <UserStatus status={tagged.user.status} />
          </Group>
        )
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="user-drawer"
    >
      {tagged ? (
        <Stack gap="lg" pt="xs">
          <UserSummary user={tagged.user} />
          {/* A newer state begins a new edit. */}
          <UserEditor key={`${tagged.user.id} ${String(tagged.user.version)}`} tagged={tagged} />
          <UserActions user={tagged.user} onGone={onClose} onLink={onLink} />
        </Stack>
      ) : found.isError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton h={320} />
      )}
    </Drawer>
  );
}
