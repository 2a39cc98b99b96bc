import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import { goToLink, type LinkedIdentity, linksQuery } from './queries';

/** One's accounts at identity providers: which are linked, and which could be. */
export function LinkedAccounts() {
  const { t } = useTranslation('sso');
  const queryClient = useQueryClient();
  const links = useQuery(linksQuery);
  const [removing, setRemoving] = useState<LinkedIdentity | null>(null);
  const link = useMutation({ mutationFn: goToLink });
  const unlink = useMutation({
    mutationFn: (id: string) =>
      call(
        api.DELETE('/api/v1/auth/sso/links/{identity_id}', {
          params: { path: { identity_id: id } },
        }),
      ),
    onSuccess: async () => {
      setRemoving(null);
      notifyDone(t('unlinked'));
      await queryClient.invalidateQueries({ queryKey: linksQuery.queryKey });
    },
  });
  const { linked, available } = links.data ?? { linked: [], available: [] };
  // Without any provider there is nothing to say.
  if (linked.length === 0 && available.length === 0) return null;
  return (
    <Paper p="lg" mb="lg">
      <Title order={2} size="h4">
        {t('accounts')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('accountsText')}
      </Text>
      {link.isError && <ProblemAlert error={link.error} />}
      <Stack gap="xs">
        {linked.map((identity) => (
          <Group key={identity.id} justify="space-between">
            <div>
              <Text fw={600}>{identity.provider}</Text>
              <Text size="sm" c="dimmed">
                {identity.email ?? t('noEmail')} · {t('since')} <Time value={identity.linked_at} />
              </Text>
            </div>
            <Button size="compact-sm" variant="default" onClick={() => setRemoving(identity)}>
              {t('unlink')}
            </Button>
          </Group>
        ))}
        {available.map((option) => (
          <Group key={option.id} justify="space-between">
            <Text>{option.name}</Text>
            <Button
              size="compact-sm"
              variant="default"
              loading={link.isPending && link.variables === option.id}
              onClick={() => link.mutate(option.id)}
            >
              {t('link')}
            </Button>
          </Group>
        ))}
      </Stack>
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('unlinkTitle')}
        confirm={t('unlink')}
        danger
        isPending={unlink.isPending}
        error={unlink.error}
        onConfirm={() => removing && unlink.mutate(removing.id)}
      >
        {removing && t('unlinkText', { provider: removing.provider })}
      </ConfirmDialog>
    </Paper>
  );
}
