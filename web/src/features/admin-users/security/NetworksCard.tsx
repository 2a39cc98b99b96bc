import { Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '@/ui/links';
import type { SecurityState } from './model';

/** The networks that hold for the whole brand; they are edited in a tab of their own. */
export function NetworksCard({ state }: { state: SecurityState }) {
  const { t } = useTranslation('adminSecurity');
  return (
    <Paper p="lg" component="section" aria-label={t('sections.networks')}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {t('sections.networks')}
        </Title>
        <AnchorLink to="/admins/ip-devices" search={{ brand: state.tenant_id ?? 'all' }} size="sm">
          {t('editNetworks')}
        </AnchorLink>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Networks label={t('allowed')} none={t('allAllowed')} networks={state.allowed_ips} />
        <Networks label={t('blocked')} none={t('noneBlocked')} networks={state.blocked_ips} />
      </SimpleGrid>
    </Paper>
  );
}

function Networks({ label, none, networks }: { label: string; none: string; networks: string[] }) {
  return (
    <Stack gap={6}>
      <Text size="xs" fw={600} c="dimmed">
        {label}
      </Text>
      {networks.length === 0 ? (
        <Text size="sm">{none}</Text>
      ) : (
        <Group gap={6}>
          {networks.map((network) => (
            <Badge key={network} variant="default" tt="none" fw={500}>
              {network}
            </Badge>
          ))}
        </Group>
      )}
    </Stack>
  );
}
