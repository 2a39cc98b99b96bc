import { Drawer, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { Risk } from '../activity/columns';
import { ScoreBar } from './columns';
import type { RiskFactor, RiskRow } from './queries';

interface Props {
  row: RiskRow | undefined;
  onClose: () => void;
}

/** What an admin's score is made of, and the ways to what is behind it. */
export function RiskDrawer({ row, onClose }: Props) {
  const { t } = useTranslation(['adminRisk', 'common']);
  const [shown, setShown] = useState(row);
  if (row !== undefined && row !== shown) setShown(row);
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={
        shown && (
          <Group gap="xs">
            <Text fw={650}>{shown.admin_name}</Text>
            <Risk level={shown.level} />
          </Group>
        )
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="risk-drawer"
    >
      {shown && <Details row={shown} />}
    </Drawer>
  );
}

function Details({ row }: { row: RiskRow }) {
  const { t } = useTranslation('adminRisk');
  return (
    <Stack gap="lg" pt="xs">
      <Stack gap={4}>
        <ScoreBar row={row} />
        <Text size="xs" c="dimmed">
          {t('computed')} <Time value={row.computed_at} />
        </Text>
      </Stack>
      {row.factors.length === 0 ? (
        <Text size="sm">{t('nothingText')}</Text>
      ) : (
        row.factors.map((factor) => <FactorView key={factor.key} factor={factor} />)
      )}
      <Ways row={row} />
      <Text size="sm" c="dimmed">
        {t('ruleText')}
      </Text>
    </Stack>
  );
}

function FactorView({ factor }: { factor: RiskFactor }) {
  const { t } = useTranslation('adminRisk');
  const facts = Object.entries(factor.facts).filter(([, count]) => count > 0);
  return (
    <section data-testid={`factor-${factor.key}`}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text fw={600} size="sm">
          {t(`factors.${factor.key}`)}
        </Text>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {t('points', { points: factor.points, cap: factor.cap })}
        </Text>
      </Group>
      <Progress.Root size="xs" mb={6}>
        <Progress.Section
          value={(factor.points / factor.cap) * 100}
          color="blue"
          aria-label={t(`factors.${factor.key}`)}
        />
      </Progress.Root>
      {facts.map(([name, count]) => (
        <Text key={name} size="sm">
          {t(`facts.${name}` as 'facts.failed', { count })}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {t(`advice.${factor.key}`)}
      </Text>
    </section>
  );
}

function Ways({ row }: { row: RiskRow }) {
  const { t } = useTranslation('adminRisk');
  const { can } = useAccess();
  return (
    <Group gap="md">
      {can('login_history:read') && (
        <AnchorLink size="sm" to="/admins/login-history" search={{ admin_id: row.admin_id }}>
          {t('ways.logins')}
        </AnchorLink>
      )}
      {can('sessions:read') && (
        <AnchorLink size="sm" to="/admins/sessions" search={{ admin_id: row.admin_id }}>
          {t('ways.sessions')}
        </AnchorLink>
      )}
      {can('audit:read') && (
        <AnchorLink size="sm" to="/admins/activity-log" search={{ admin: row.admin_id }}>
          {t('ways.activity')}
        </AnchorLink>
      )}
      <AnchorLink size="sm" to="/admins/ip-devices">
        {t('ways.devices')}
      </AnchorLink>
    </Group>
  );
}
