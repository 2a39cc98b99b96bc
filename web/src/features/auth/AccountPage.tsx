import { Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAccess, useMe } from './session';
import { PageHeader } from '@/ui/PageHeader';
import { Time } from '@/ui/Time';
import { Facts } from '@/ui/Facts';
import { DevicesTable } from './DevicesTable';
import { FactorsCard } from './factors/FactorsCard';
import { PasswordForm } from './PasswordForm';
import { LinkedAccounts } from './sso/LinkedAccounts';
import { SessionsTable } from './SessionsTable';

export function AccountPage() {
  const { t } = useTranslation(['auth', 'factors']);
  const me = useMe();
  const access = useAccess();
  return (
    <>
      <PageHeader title={t('account.title')} text={t('account.text')} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} mb="lg">
        <Paper p="lg">
          <Title order={2} size="h4" mb="sm">
            {t('account.profile')}
          </Title>
          <Facts
            rows={[
              [t('account.name'), me.full_name],
              [t('email'), me.email],
              [
                t('account.role'),
                <Group key="role" gap={6}>
                  {me.role}
                  {me.is_platform_owner && me.role !== 'Platform Owner' && (
                    <Badge variant="default" tt="none">
                      {t('account.owner')}
                    </Badge>
                  )}
                </Group>,
              ],
              [t('account.brand'), access.tenantName],
              [t('account.since'), <Time key="since" value={me.created_at} />],
            ]}
          />
          <Text size="xs" fw={600} c="dimmed" mt="md" mb={6}>
            {t('account.permissions')}
          </Text>
          <Group gap={6}>
            {access.permissions.map((permission) => (
              <Badge key={permission} variant="default" tt="none" fw={500}>
                {permission}
              </Badge>
            ))}
          </Group>
        </Paper>
        <Paper p="lg">
          <Title order={2} size="h4">
            {t('changePassword.title')}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {t(me.has_password ? 'changePassword.text' : 'changePassword.none')}
          </Text>
          {me.has_password && <PasswordForm />}
        </Paper>
      </SimpleGrid>
      <FactorsCard />
      <LinkedAccounts />
      <Stack gap={2} mb="sm">
        <Title order={2} size="h4">
          {t('sessions.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('sessions.text')}
        </Text>
      </Stack>
      <SessionsTable />
      <Stack gap={2} mt="xl" mb="sm">
        <Title order={2} size="h4">
          {t('factors:devicesTitle')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('factors:devicesText')}
        </Text>
      </Stack>
      <DevicesTable />
    </>
  );
}
