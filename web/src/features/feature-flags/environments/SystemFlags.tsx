import { Switch, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { notifyDone } from '@/ui/notify';
import { systemFlagsQuery, useSetSystemFlag } from './queries';

type SystemFlag = Schema<'SystemFlag'>;

/** The platform's own flags. They are ordinary flags in production; here they are at hand. */
export function SystemFlags() {
  const { t } = useTranslation('featureFlags');
  const { can } = useAccess();
  const flags = useQuery(systemFlagsQuery);
  const set = useSetSystemFlag();
  const [asking, setAsking] = useState<SystemFlag | null>(null);
  const act = asking?.enabled === true ? 'off' : 'on';
  const columns: Column<SystemFlag>[] = [
    { key: 'key', header: t('columns.key'), render: (row) => row.key },
    { key: 'description', header: t('columns.description'), render: (row) => row.description },
    {
      key: 'enabled',
      header: t('columns.status'),
      align: 'right',
      render: (row) => (
        <Switch
          checked={row.enabled}
          disabled={!can('flags:write')}
          onChange={() => setAsking(row)}
          aria-label={row.key}
          data-testid={`system-${row.key}`}
        />
      ),
    },
  ];
  function close() {
    set.reset();
    setAsking(null);
  }
  return (
    <section>
      <Title order={2} size="h5">
        {t('system.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="sm">
        {t('system.text')}
      </Text>
      <DataTable
        label={t('system.title')}
        columns={columns}
        rows={flags.data}
        rowKey={(row) => row.key}
        state={flags}
        minWidth={480}
        empty={null}
      />
      <ConfirmDialog
        opened={asking !== null}
        onClose={close}
        title={t(`toggle.${act}Title`, {
          name: asking?.key ?? '',
          environment: t('environments.production'),
        })}
        confirm={t(`toggle.${act}`)}
        danger={act === 'off'}
        reason="required"
        isPending={set.isPending}
        error={set.error}
        onConfirm={(reason) => {
          if (asking === null) return;
          set.mutate(
            { key: asking.key, enabled: !asking.enabled, reason: reason ?? '' },
            {
              onSuccess: () => {
                notifyDone(
                  t(`toggle.${act}Done`, {
                    name: asking.key,
                    environment: t('environments.production'),
                  }),
                );
                close();
              },
            },
          );
        }}
      >
        {asking?.description}
      </ConfirmDialog>
    </section>
  );
}
