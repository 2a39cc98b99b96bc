import { Box, Center, Group, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { BrandFilter } from '../BrandFilter';
import { ProvidersCard, ScimCard } from '../sso';
import { PolicyEditor } from './PolicyEditor';
import { securityQuery } from './queries';

const route = getRouteApi('/shell/admins/security');

/** What a brand asks of sign-ins and sessions; for owners also the floor of all brands. */
export function SecurityTab() {
  const { t } = useTranslation(['adminSecurity', 'common']);
  const { can } = useAccess();
  const { brand } = route.useSearch();
  const navigate = route.useNavigate();
  const policy = useQuery(securityQuery(brand));
  return (
    <>
      <Group justify="space-between" mb="md" align="flex-start" wrap="nowrap">
        <Text size="sm" c="dimmed" maw={760}>
          {t(brand === 'all' ? 'floorText' : 'text')}
        </Text>
        <BrandFilter
          value={brand}
          onChange={(next) => void navigate({ search: { brand: next }, replace: true })}
        />
      </Group>
      {policy.data !== undefined ? (
        <PolicyEditor
          key={brand ?? ''}
          brand={brand}
          tagged={policy.data}
          reload={async () => {
            await policy.refetch({ throwOnError: true });
          }}
        />
      ) : policy.error !== null ? (
        <ProblemAlert error={policy.error} onRetry={() => void policy.refetch()} />
      ) : (
        <Center py="xl">
          <Loader aria-label={t('common:loading')} />
        </Center>
      )}
      {can('sso:read') && (
        <Box mt="lg">
          <ProvidersCard />
          <ScimCard />
        </Box>
      )}
    </>
  );
}
