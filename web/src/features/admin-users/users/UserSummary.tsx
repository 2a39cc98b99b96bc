import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { Facts } from '@/ui/Facts';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { useSeesBrands } from '../BrandFilter';
import type { UserRow } from './queries';

/** What is known of an admin and not edited here, and the ways to what they may do and did. */
export function UserSummary({ user }: { user: UserRow }) {
  const { t } = useTranslation(['adminUsers', 'auth']);
  const { can } = useAccess();
  const seesBrands = useSeesBrands();
  return (
    <div>
      <Facts
        rows={[
          [t('auth:email'), user.email],
          ...(seesBrands ? ([[t('users.brand'), user.tenant_id]] as const) : []),
          [
            t('users.teams'),
            user.teams.length === 0 ? (
              t('users.noTeams')
            ) : (
              <Group key="teams" gap={4}>
                {user.teams.map((team) => (
                  <Badge key={team} variant="default" tt="none" fw={500}>
                    {team}
                  </Badge>
                ))}
              </Group>
            ),
          ],
          [
            t('users.lastLogin'),
            user.last_login_at === null ? (
              t('users.never')
            ) : (
              <Time key="last" value={user.last_login_at} />
            ),
          ],
          [t('users.factorLong'), t(user.is_2fa_enabled ? 'users.factorSet' : 'users.factorNone')],
          [t('users.created'), <Time key="created" value={user.created_at} />],
        ]}
      />
      <Group gap="md" mt="xs">
        <AnchorLink
          size="sm"
          to="/admins/permission-matrix"
          search={{ view: 'why', admin: user.id }}
          data-testid="why-link"
        >
          {t('users.why')}
        </AnchorLink>
        {can('audit:read') && (
          <AnchorLink size="sm" to="/admins/activity-log" search={{ admin: user.id }}>
            {t('users.activity')}
          </AnchorLink>
        )}
        {can('sessions:read') && (
          <AnchorLink size="sm" to="/admins/sessions" search={{ admin_id: user.id }}>
            {t('tabs.sessions')}
          </AnchorLink>
        )}
        {can('login_history:read') && (
          <AnchorLink size="sm" to="/admins/login-history" search={{ admin_id: user.id }}>
            {t('tabs.login-history')}
          </AnchorLink>
        )}
      </Group>
      {user.is_self && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('users.selfText')}
        </Text>
      )}
    </div>
  );
}
