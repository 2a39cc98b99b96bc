import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/CopyButton';
import type { Column } from '@/ui/DataTable';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { EnvironmentDots, FlagStatus, StaleMarks } from './Marks';
import type { FlagRow } from './queries';
import type { Environment } from './search';
import { ToggleFlag } from './ToggleFlag';

export function useFlagColumns(environment: Environment, mayWrite: boolean): Column<FlagRow>[] {
  const { t } = useTranslation('featureFlags');
  return [
    {
      key: 'name',
      header: t('columns.name'),
      render: (flag) => (
        <Stack gap={0}>
          <Group gap={6}>
            <AnchorLink
              to="/features/$flagId"
              params={{ flagId: flag.id }}
              search={environment === 'production' ? {} : { env: environment }}
              fw={600}
            >
              {flag.name}
            </AnchorLink>
            <StaleMarks stale={flag.stale} />
            {flag.open_requests > 0 && (
              <Badge variant="light" tt="none">
                {t('requests', { count: flag.open_requests })}
              </Badge>
            )}
          </Group>
          <Group gap={2} wrap="nowrap">
            <Code fz="xs">{flag.flag_id}</Code>
            <CopyButton value={flag.flag_id} label={t('columns.key')} />
          </Group>
        </Stack>
      ),
    },
    {
      key: 'toggle',
      header: t('columns.status'),
      width: 150,
      render: (flag) => (
        <Group gap="xs" wrap="nowrap">
          <ToggleFlag flag={flag} environment={environment} disabled={!mayWrite || flag.archived} />
          <FlagStatus status={flag.status} />
        </Group>
      ),
    },
    {
      key: 'serves',
      header: t('columns.serves'),
      render: (flag) => (
        <>
          <Text size="sm">{flag.serves}</Text>
          {flag.rules_count > 0 && (
            <Text size="xs" c="dimmed">
              {t('rulesCount', { count: flag.rules_count })}
            </Text>
          )}
        </>
      ),
      hideBelow: 'sm',
    },
    {
      key: 'environments',
      header: t('columns.environments'),
      render: (flag) => <EnvironmentDots flag={flag} />,
      hideBelow: 'sm',
    },
    {
      key: 'type',
      header: t('columns.type'),
      render: (flag) => t(`types.${flag.type}`),
      hideBelow: 'lg',
    },
    { key: 'group', header: t('columns.group'), render: (flag) => flag.group ?? '–' },
    {
      key: 'owner',
      header: t('columns.owner'),
      render: (flag) => flag.owner ?? '–',
      hideBelow: 'md',
    },
    {
      key: 'updated',
      header: t('columns.updated'),
      render: (flag) => <Time value={flag.updated_at} relative />,
      hideBelow: 'md',
    },
  ];
}
