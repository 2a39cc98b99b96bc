import { Skeleton, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { permissionsQuery, rolesQuery, saveRole } from '../roles/queries';
import { MatrixFooter } from './MatrixFooter';
import { MatrixTable } from './MatrixTable';
import { countEdits, NO_EDITS, permissionsAfter, withCell } from './model';
import { OperationsDrawer } from './OperationsDrawer';

type Permission = NonNullable<Schema<'RoleChange'>['permissions']>[number];

/** Every permission by every role; the cells of the brand's own roles can be set. */
export function MatrixView() {
  const { t } = useTranslation('adminMatrix');
  const { can } = useAccess();
  const queryClient = useQueryClient();
  const roles = useQuery(rolesQuery());
  const permissions = useQuery(permissionsQuery);
  const [edits, setEdits] = useState(NO_EDITS);
  const [looked, setLooked] = useState<string | null>(null);
  const edited = roles.data?.filter((role) => role.id in edits) ?? [];

  const saving = useMutation({
    /** One role after the other: what could not be saved stays marked. */
    mutationFn: async (reason: string) => {
      for (const role of edited) {
        const body = { permissions: permissionsAfter(role, edits) as Permission[] };
        await saveRole({ role, body, reason });
        setEdits((now) => Object.fromEntries(Object.entries(now).filter(([id]) => id !== role.id)));
      }
    },
    onSuccess: () => notifyDone(t('saved')),
    onSettled: () =>
      Promise.all(
        [['admin-users'], ['capabilities']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });

  const failed = roles.isError ? roles : permissions.isError ? permissions : null;
  if (failed) return <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!roles.data || !permissions.data) return <Skeleton h={420} />;
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm" maw={760}>
        {t(can('roles:write') ? 'textEdit' : 'text')}
      </Text>
      <MatrixTable
        roles={roles.data}
        permissions={permissions.data}
        edits={edits}
        onCell={
          can('roles:write')
            ? (role, permission, held) => {
                saving.reset();
                setEdits((now) => withCell(now, role, permission, held));
              }
            : undefined
        }
        onLook={setLooked}
      />
      {(edited.length > 0 || saving.isError) && (
        <MatrixFooter
          count={countEdits(edits)}
          roles={edited.map((role) => role.name)}
          isSaving={saving.isPending}
          error={saving.error}
          onSave={(reason) => saving.mutate(reason)}
          onDiscard={() => {
            saving.reset();
            setEdits(NO_EDITS);
          }}
        />
      )}
      <OperationsDrawer
        permission={permissions.data.find((row) => row.permission === looked)}
        onClose={() => setLooked(null)}
      />
    </>
  );
}
