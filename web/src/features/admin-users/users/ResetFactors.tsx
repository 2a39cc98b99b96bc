import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import type { UserRow } from './queries';

interface Props {
  user: UserRow;
  opened: boolean;
  onClose: () => void;
}

/** Takes every second factor away from whoever has lost theirs. */
export function ResetFactors({ user, opened, onClose }: Props) {
  const { t } = useTranslation('adminUsers');
  const queryClient = useQueryClient();
  const name = user.full_name;
  const reset = useMutation({
    mutationFn: (reason: string) =>
      call(
        api.DELETE('/api/v1/admin/users/{admin_id}/second-factors', {
          params: { path: { admin_id: user.id } },
          headers: reasonHeader(reason),
        }),
      ),
    onSuccess: async () => {
      notifyDone(t('factors.done', { name }));
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['admin-users'] });
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={() => {
        reset.reset();
        onClose();
      }}
      title={t('factors.title', { name })}
      confirm={t('factors.reset')}
      danger
      reason="required"
      isPending={reset.isPending}
      error={reset.error}
      onConfirm={(reason) => reset.mutate(reason ?? '')}
    >
      {t('factors.text', { name })}
    </ConfirmDialog>
  );
}
