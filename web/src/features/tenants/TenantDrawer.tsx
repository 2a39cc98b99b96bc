import { Center, Drawer, Group, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { tenantQuery } from './queries';
import { TenantEditor } from './TenantEditor';

interface Props {
  id: string | undefined;
  onClose: () => void;
}

/** One brand, to look at and to edit. */
export function TenantDrawer({ id, onClose }: Props) {
  const { t } = useTranslation(['tenants', 'common']);
  // The brand last shown stays while the drawer slides out.
  const [shown, setShown] = useState(id);
  const [isAsking, setAsking] = useState(false);
  if (id !== undefined && id !== shown) setShown(id);
  const one = useQuery({ ...tenantQuery(shown ?? ''), enabled: id !== undefined });
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      closeOnEscape={!isAsking}
      position="right"
      size="lg"
      padding="md"
      title={
        <Group gap={8} align="baseline">
          <Text fw={650}>{one.data?.tenant.name ?? shown}</Text>
          <Text size="sm" c="dimmed">
            {shown}
          </Text>
        </Group>
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="tenant-detail"
    >
      {one.data !== undefined ? (
        <TenantEditor
          key={one.data.tenant.id}
          tagged={one.data}
          onAsking={setAsking}
          reload={async () => (await one.refetch({ throwOnError: true })).data}
        />
      ) : one.error !== null ? (
        <ProblemAlert error={one.error} onRetry={() => void one.refetch()} />
      ) : (
        <Center py="xl">
          <Loader aria-label={t('common:loading')} />
        </Center>
      )}
    </Drawer>
  );
}
