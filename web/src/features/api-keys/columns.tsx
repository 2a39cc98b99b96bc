import { Badge, Group, Stack, Switch, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { useFormat } from '@/ui/format';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { type ApiKey, masked, mayHandle, type ScopeInfo, type Status } from './model';

const TONES: Record<Status, Tone> = {
  active: 'good',
  disabled: 'neutral',
  expired: 'warn',
  leaked: 'bad',
  deleted: 'neutral',
};
const SHOWN_SCOPES = 2;

export function KeyStatus({ status }: { status: Status }) {
  const { t } = useTranslation('apiKeys');
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}

interface SwitchProps {
  apiKey: ApiKey;
  scopes: ScopeInfo[] | undefined;
  onSwitch: (key: ApiKey, active: boolean) => void;
  label?: string;
}

/** Switches a key. Off is always allowed; on needs every scope that the key has. */
export function KeySwitch({ apiKey, scopes, onSwitch, label }: SwitchProps) {
  const { t } = useTranslation('apiKeys');
  const isLeaked = apiKey.status === 'leaked';
  const isStrong = !apiKey.active && scopes !== undefined && !mayHandle(apiKey, scopes);
  const cannot = isLeaked ? t('switch.leaked') : isStrong ? t('switch.strong') : undefined;
  return (
    <Tooltip label={cannot} disabled={cannot === undefined}>
      <span>
        <Switch
          size="sm"
          checked={apiKey.active}
          disabled={cannot !== undefined}
          label={label}
          onChange={(event) => onSwitch(apiKey, event.currentTarget.checked)}
          aria-label={t(apiKey.active ? 'switch.offName' : 'switch.onName', { name: apiKey.name })}
          data-testid={`switch-${apiKey.id}`}
        />
      </span>
    </Tooltip>
  );
}

interface Handlers {
  scopes: ScopeInfo[] | undefined;
  onOpen: (id: string) => void;
  /** Absent where the admin may not switch keys. */
  onSwitch: ((key: ApiKey, active: boolean) => void) | undefined;
}

export function useKeyColumns({ scopes, onOpen, onSwitch }: Handlers): Column<ApiKey>[] {
  const { t } = useTranslation('apiKeys');
  const format = useFormat();
  return [
    {
      key: 'name',
      header: t('columns.name'),
      render: (key) => (
        <Stack gap={0}>
          <RowLink onClick={() => onOpen(key.id)}>{key.name}</RowLink>
          <Text size="xs" c="dimmed" ff="monospace">
            {masked(key.key_prefix, key.last_four)}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'scopes',
      header: t('columns.scopes'),
      render: (key) => <Scopes scopes={key.scopes} />,
    },
    {
      key: 'used',
      header: t('columns.lastUsed'),
      render: (key) =>
        key.last_use === null ? (
          <Text inherit c="dimmed">
            {t('never')}
          </Text>
        ) : (
          <Stack gap={0}>
            <Time value={key.last_use.at} relative />
            <Text size="xs" c="dimmed">
              {key.last_use.ip_address}
            </Text>
          </Stack>
        ),
    },
    {
      key: 'calls',
      header: t('columns.calls'),
      align: 'right',
      hideBelow: 'md',
      render: (key) => format.number(key.calls_30_days),
    },
    {
      key: 'expires',
      header: t('columns.expires'),
      hideBelow: 'md',
      render: (key) =>
        key.expires_at === null ? (
          <Text inherit c="dimmed">
            {t('neverExpires')}
          </Text>
        ) : (
          <Time value={key.expires_at} relative />
        ),
    },
    {
      key: 'created',
      header: t('columns.created'),
      hideBelow: 'lg',
      render: (key) => <Time value={key.created_at} relative />,
    },
    {
      key: 'status',
      header: t('columns.status'),
      width: 170,
      render: (key) => (
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <KeyStatus status={key.status} />
          {onSwitch && key.status !== 'deleted' && (
            <KeySwitch apiKey={key} scopes={scopes} onSwitch={onSwitch} />
          )}
        </Group>
      ),
    },
  ];
}

/** The first scopes by name, and how many more there are. */
function Scopes({ scopes }: { scopes: string[] }) {
  const { t } = useTranslation('apiKeys');
  if (scopes.length === 0)
    return (
      <Text inherit c="dimmed">
        {t('noScopes')}
      </Text>
    );
  const rest = scopes.slice(SHOWN_SCOPES);
  return (
    <Group gap={4}>
      {scopes.slice(0, SHOWN_SCOPES).map((scope) => (
        <ScopeBadge key={scope} scope={scope} />
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.join(', ')}>
          <Badge variant="default" tt="none" fw={500} tabIndex={0}>
            {t('moreScopes', { count: rest.length })}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}

export function ScopeBadge({ scope }: { scope: string }) {
  return (
    <Badge variant="default" tt="none" fw={500} ff="monospace">
      {scope}
    </Badge>
  );
}
