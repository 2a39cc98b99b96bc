import { Button, Group, Menu, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { IconChevronDown } from '@/ui/icons';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { Origin, Suspicion } from '../SignInWords';
import type { Ending, SessionRow } from './queries';

interface Options {
  showBrand: boolean;
  /** Absent where the reader may not end sessions. */
  onEnd: ((ending: Ending) => void) | undefined;
  onAdmin: (adminId: string) => void;
}

export function useSessionColumns({ showBrand, onEnd, onAdmin }: Options): Column<SessionRow>[] {
  const { t } = useTranslation(['adminSessions', 'adminLogins']);
  const columns: Column<SessionRow>[] = [
    {
      key: 'admin',
      header: t('columns.admin'),
      render: (row) => (
        <>
          <Group gap="xs">
            <RowLink onClick={() => onAdmin(row.admin_id)}>{row.admin_name}</RowLink>
            {row.is_current && <StatusBadge tone="good">{t('current')}</StatusBadge>}
          </Group>
          <Text size="xs" c="dimmed">
            {row.admin_email}
          </Text>
        </>
      ),
    },
    {
      key: 'device',
      header: t('columns.device'),
      render: (row) => (
        <>
          <Text inherit title={row.user_agent ?? undefined}>
            {row.device_info === '' ? t('unknownDevice') : row.device_info}
          </Text>
          <Text size="xs" c="dimmed">
            {t(`adminLogins:method.${row.method}`, { defaultValue: row.method })}
          </Text>
        </>
      ),
    },
    {
      key: 'address',
      header: t('columns.address'),
      render: (row) => <Origin address={row.ip_address} location={row.location} />,
    },
    {
      key: 'started',
      header: t('columns.started'),
      hideBelow: 'lg',
      render: (row) => <Time value={row.login_time} />,
    },
    {
      key: 'seen',
      header: t('columns.seen'),
      render: (row) => <Time value={row.last_active} relative />,
    },
    {
      key: 'suspicion',
      header: t('columns.suspicion'),
      render: (row) => <Suspicion reasons={row.suspicion} />,
    },
  ];
  if (showBrand)
    columns.splice(1, 0, {
      key: 'brand',
      header: t('columns.brand'),
      render: (row) => row.tenant_id,
    });
  if (onEnd)
    columns.push({
      key: 'end',
      header: t('columns.end'),
      hideHeader: true,
      align: 'right',
      render: (row) => (row.is_current ? null : <EndMenu session={row} onEnd={onEnd} />),
    });
  return columns;
}

function EndMenu({ session, onEnd }: { session: SessionRow; onEnd: (ending: Ending) => void }) {
  const { t } = useTranslation('adminSessions');
  return (
    <Menu position="bottom-end" withinPortal returnFocus>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          rightSection={<IconChevronDown size={14} />}
          aria-label={t('endNamed', { name: session.admin_name })}
        >
          {t('columns.end')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onEnd({ what: 'one', session })}>{t('endOne')}</Menu.Item>
        <Menu.Item onClick={() => onEnd({ what: 'admin', session })}>{t('endAdmin')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
