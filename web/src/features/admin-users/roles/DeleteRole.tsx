import { Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { type RoleRow, rolesQuery, useDeleteRole } from './queries';

interface Props {
  role: RoleRow | null;
  onClose: () => void;
  onDeleted: () => void;
}

/** Deletes a role; whoever has it gets another in the same moment. */
export function DeleteRole({ role, onClose, onDeleted }: Props) {
  const { t } = useTranslation('adminRoles');
  const roles = useQuery(rolesQuery()).data ?? [];
  const [instead, setInstead] = useState<string | null>(null);
  const remove = useDeleteRole();
  const isUsed = role !== null && role.user_count + role.team_count > 0;

  function close() {
    setInstead(null);
    remove.reset();
    onClose();
  }

  return (
    <ConfirmDialog
      opened={role !== null}
      onClose={close}
      title={t('delete.title', { name: role?.name ?? '' })}
      confirm={t('delete.confirm')}
      danger
      reason="required"
      isPending={remove.isPending}
      isBlocked={isUsed && instead === null}
      error={remove.error}
      onConfirm={(reason) => {
        if (role === null) return;
        remove.mutate(
          { id: role.id, reassignTo: instead ?? undefined, reason: reason ?? '' },
          {
            onSuccess: () => {
              notifyDone(t('delete.done', { name: role.name }));
              close();
              onDeleted();
            },
          },
        );
      }}
    >
      {isUsed ? (
        <Stack gap="sm">
          <Text size="sm">
            {t('delete.used', { admins: role.user_count, teams: role.team_count })}
          </Text>
          <Select
            label={t('delete.instead')}
            data={roles
              .filter((other) => other.id !== role.id && other.is_assignable)
              .filter((other) => other.id !== 'platform-owner')
              .map((other) => ({ value: other.id, label: other.name }))}
            value={instead}
            onChange={setInstead}
            searchable
            required
            data-testid="reassign-to"
          />
        </Stack>
      ) : (
        t('delete.unused')
      )}
    </ConfirmDialog>
  );
}
