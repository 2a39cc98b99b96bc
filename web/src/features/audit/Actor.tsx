import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditRow } from './queries';

/** Who acted: an admin, the system itself, or somebody who had not signed in. */
export function Actor({ row }: { row: AuditRow }) {
  const { t } = useTranslation('audit');
  if (row.actor_user_id === null && row.actor_email === null)
    return (
      <Text inherit c="dimmed">
        {row.ip_address === null ? t('system') : t('nobody')}
      </Text>
    );
  return (
    <Stack gap={0}>
      <Text inherit>{row.actor_email ?? row.actor_user_id}</Text>
      {row.actor_role !== null && (
        <Text size="xs" c="dimmed">
          {row.actor_role}
        </Text>
      )}
    </Stack>
  );
}
