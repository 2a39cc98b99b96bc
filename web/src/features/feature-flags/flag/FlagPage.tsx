import { Alert, Group, SegmentedControl, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { IconAlert, IconInfo } from '@/ui/icons';
import { AnchorLink } from '@/ui/links';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { FlagStatus } from '../Marks';
import { ENVIRONMENTS, type Environment } from '../search';
import { ToggleFlag } from '../ToggleFlag';
import { FlagHeader } from './FlagHeader';
import { type Flag, flagQuery } from './queries';
import { FLAG_TABS, type FlagTab } from './search';
import { TAB_COMPONENTS } from './tabs';

const route = getRouteApi('/shell/features/$flagId');

export function FlagPage() {
  return (
    <RequirePermission permission="flags:read">
      <One />
    </RequirePermission>
  );
}

function One() {
  const { t } = useTranslation('flagEditor');
  const { flagId } = route.useParams();
  const flag = useQuery(flagQuery(flagId));
  return (
    <>
      <AnchorLink to="/features" size="sm">
        {t('back')}
      </AnchorLink>
      {flag.data !== undefined ? (
        <Content flag={flag.data} />
      ) : flag.error !== null ? (
        <ProblemAlert error={flag.error} onRetry={() => void flag.refetch()} />
      ) : (
        <Skeleton height={360} mt="md" />
      )}
    </>
  );
}

function Content({ flag }: { flag: Flag }) {
  const { t } = useTranslation('flagEditor');
  const { tab = 'targeting', env = 'production' } = route.useSearch();
  const navigate = route.useNavigate();
  const Tab = TAB_COMPONENTS[tab];
  return (
    <Stack gap="md">
      <FlagHeader flag={flag} environment={env} />
      <Banners flag={flag} environment={env} />
      <EnvironmentBar
        flag={flag}
        environment={env}
        onChange={(next) =>
          void navigate({ search: (old) => ({ ...old, env: next }), replace: true })
        }
      />
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next as FlagTab, env } })}
      >
        <Tabs.List aria-label={flag.name}>
          {FLAG_TABS.map((key) => (
            <Tabs.Tab key={key} value={key} data-testid={`tab-${key}`}>
              {t(`tabs.${key}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Tab key={flag.id} flag={flag} environment={env} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

interface BarProps {
  flag: Flag;
  environment: Environment;
  onChange: (environment: Environment) => void;
}

/** The environment that everything below is about, and the flag's switch in it. */
function EnvironmentBar({ flag, environment, onChange }: BarProps) {
  const { t } = useTranslation('flagEditor');
  const { can } = useAccess();
  const state = flag.environments.find((one) => one.environment === environment);
  return (
    <Group gap="md">
      <SegmentedControl
        aria-label={t('environment')}
        value={environment}
        data={ENVIRONMENTS.map((value) => ({ value, label: t(`environments.${value}`) }))}
        onChange={(value) => onChange(value)}
        data-testid="environment"
      />
      <Group gap="xs">
        <ToggleFlag
          flag={flag}
          environment={environment}
          disabled={!can('flags:write') || flag.archived}
        />
        {state !== undefined && <FlagStatus status={state.status} />}
      </Group>
      {state?.ramping === true && (
        <Text size="sm" c="dimmed">
          {t('rampBanner')}
        </Text>
      )}
    </Group>
  );
}

function Banners({ flag }: { flag: Flag; environment: Environment }) {
  const { t } = useTranslation('flagEditor');
  return (
    <>
      {flag.archived && (
        <Alert color="yellow" icon={<IconAlert />} data-testid="archived">
          {t('archive.banner')}
        </Alert>
      )}
      {flag.open_requests > 0 && (
        <Alert icon={<IconInfo />} variant="light">
          <Group gap="xs">
            {t('requestsBanner', { count: flag.open_requests })}
            <AnchorLink to="/features/approvals" search={{ flag: flag.id, status: 'open' }}>
              {t('requestsLink')}
            </AnchorLink>
          </Group>
        </Alert>
      )}
    </>
  );
}
