import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { Origin, Suspicion } from '../SignInWords';
import type { LoginRow } from './queries';

interface Options {
  showBrand: boolean;
  onAdmin: (adminId: string) => void;
}

export function useLoginColumns({ showBrand, onAdmin }: Options): Column<LoginRow>[] {
  const { t } = useTranslation('adminLogins');
  const columns: Column<LoginRow>[] = [
    { key: 'time', header: t('columns.time'), render: (row) => <Time value={row.login_time} /> },
    {
      key: 'admin',
      header: t('columns.admin'),
      render: (row) => <Who row={row} onAdmin={onAdmin} />,
    },
    {
      key: 'result',
      header: t('columns.result'),
      render: (row) => (
        <Stack gap={2} align="flex-start">
          <StatusBadge tone={row.result === 'success' ? 'good' : 'bad'}>
            {t(`result.${row.result}`)}
          </StatusBadge>
          <Text size="xs" c="dimmed">
            {row.failure_reason === null
              ? t(`method.${row.method}`)
              : t(`cause.${row.failure_reason}`)}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'address',
      header: t('columns.address'),
      render: (row) => <Origin address={row.ip_address} location={row.location} />,
    },
    {
      key: 'device',
      header: t('columns.device'),
      hideBelow: 'md',
      render: (row) => (row.device_info === '' ? '–' : row.device_info),
    },
    {
      key: 'suspicion',
      header: t('columns.suspicion'),
      render: (row) => (
        <Stack gap={2}>
          <Suspicion reasons={row.suspicion} />
          {row.attempts > 1 && (
            <Text size="xs" c="dimmed">
              {t('attempts', { count: row.attempts })}
            </Text>
          )}
        </Stack>
      ),
    },
  ];
  if (showBrand)
    columns.splice(2, 0, {
      key: 'brand',
      header: t('columns.brand'),
      render: (row) => row.tenant_id ?? '–',
    });
  return columns;
}

function Who({ row, onAdmin }: { row: LoginRow; onAdmin: (adminId: string) => void }) {
  const { t } = useTranslation('adminLogins');
  const id = row.admin_id;
  return (
    <>
      {id === null ? (
        row.admin_name
      ) : (
        <RowLink onClick={() => onAdmin(id)}>{row.admin_name}</RowLink>
      )}
      <Text size="xs" c="dimmed">
        {id === null ? t('nobody') : row.admin_email}
      </Text>
    </>
  );
}
