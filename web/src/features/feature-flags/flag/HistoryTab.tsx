import { Button, Drawer, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { changesBetween } from '@/ui/diff';
import { DiffView } from '@/ui/DiffView';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { RowLink } from '@/ui/RowLink';
import { Time } from '@/ui/Time';
import { readableState, ruleNames } from '../targeting/differences';
import { useConditionWords } from '../targeting/useConditionWords';
import { type Flag, useRollBack, VERSIONS_PAGE, versionQuery, versionsQuery } from './queries';
import type { FlagTabProps } from './tabs';
import { useFieldWord } from '../useFieldWord';

type Row = Schema<'VersionRow'>;

const route = getRouteApi('/shell/features/$flagId');

/** Every version of the flag, what each changed, and the way back to one. */
export function HistoryTab({ flag, environment }: FlagTabProps) {
  const { t } = useTranslation('flagEditor');
  const { can } = useAccess();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const versions = useQuery(versionsQuery(flag.id, page));
  const [shown, setShown] = useState<number | null>(null);
  const [back, setBack] = useState<number | null>(null);
  const action = useWord('flagEditor', 'changes');
  const place = useWord('flagEditor', 'environments');
  const columns: Column<Row>[] = [
    {
      key: 'number',
      header: t('history.number'),
      render: (row) => (
        <RowLink onClick={() => setShown(row.number)}>
          {`v${row.number}${row.number === flag.version ? ` · ${t('history.current')}` : ''}`}
        </RowLink>
      ),
    },
    { key: 'action', header: t('history.action'), render: (row) => action(row.action) },
    {
      key: 'environments',
      header: t('history.environments'),
      render: (row) => row.environments.map(place).join(', ') || '–',
    },
    { key: 'comment', header: t('history.comment'), render: (row) => row.comment || '–' },
    { key: 'author', header: t('history.author'), render: (row) => row.author },
    { key: 'at', header: t('history.at'), render: (row) => <Time value={row.at} relative /> },
    {
      key: 'back',
      header: t('history.rollback'),
      hideHeader: true,
      align: 'right',
      render: (row) =>
        can('flags:write') &&
        !flag.archived &&
        row.number !== flag.version && (
          <Button
            size="xs"
            variant="default"
            onClick={() => setBack(row.number)}
            aria-label={t('history.rollbackTo', { number: row.number })}
            data-testid={`rollback-${row.number}`}
          >
            {t('history.rollback')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <DataTable
        label={t('tabs.history')}
        columns={columns}
        rows={versions.data?.rows}
        rowKey={(row) => String(row.number)}
        state={versions}
        onRowClick={(row) => setShown(row.number)}
        minWidth={820}
        empty={null}
        paging={{
          page,
          pageSize: VERSIONS_PAGE,
          total: versions.data?.total ?? 0,
          onPage: (next) => void navigate({ search: (old) => ({ ...old, page: next }) }),
        }}
      />
      <VersionDrawer flag={flag} number={shown} onClose={() => setShown(null)} />
      <RollBack
        key={back}
        flag={flag}
        environment={environment}
        number={back}
        onClose={() => setBack(null)}
      />
    </>
  );
}

interface DrawerProps {
  flag: Flag;
  number: number | null;
  onClose: () => void;
}

function VersionDrawer({ flag, number, onClose }: DrawerProps) {
  const { t } = useTranslation(['flagEditor', 'common']);
  const fieldWord = useFieldWord();
  const words = useConditionWords();
  const version = useQuery({ ...versionQuery(flag.id, number ?? 1), enabled: number !== null });
  return (
    <Drawer
      opened={number !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{`${flag.name} · v${number ?? ''}`}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="version"
    >
      {version.isError ? (
        <ProblemAlert error={version.error} />
      ) : version.data === undefined ? (
        <Skeleton h={200} />
      ) : (
        <Stack gap="sm">
          {version.data.comment !== '' && <Text size="sm">{version.data.comment}</Text>}
          {version.data.previous === null ? (
            <Text size="sm" c="dimmed">
              {t('history.first')}
            </Text>
          ) : (
            <DiffView
              label={(path) =>
                fieldWord(path, ruleNames(version.data.previous, version.data.state))
              }
              changes={changesBetween(
                readableState(version.data.previous, words),
                readableState(version.data.state, words),
              )}
            />
          )}
        </Stack>
      )}
    </Drawer>
  );
}

function RollBack({ flag, environment, number, onClose }: DrawerProps & FlagTabProps) {
  const { t } = useTranslation('flagEditor');
  const [scope, setScope] = useState('only');
  const rollBack = useRollBack(flag);
  return (
    <ConfirmDialog
      opened={number !== null}
      onClose={onClose}
      title={t('history.rollbackTitle', { name: flag.name, number: number ?? 0 })}
      confirm={t('history.rollback')}
      danger
      reason="required"
      isPending={rollBack.isPending}
      error={rollBack.error}
      onConfirm={(reason) =>
        rollBack.mutate(
          {
            version: number ?? 1,
            environment: scope === 'only' ? environment : null,
            reason,
          },
          {
            onSuccess: () => {
              notifyDone(t('history.done', { number: number ?? 0 }));
              onClose();
            },
          },
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm">{t('history.rollbackText')}</Text>
        <Radio.Group label={t('history.scope')} value={scope} onChange={setScope}>
          <Stack gap={6} mt={4}>
            <Radio
              value="only"
              label={t('history.only', { environment: t(`environments.${environment}`) })}
            />
            <Radio value="whole" label={t('history.whole')} />
          </Stack>
        </Radio.Group>
      </Stack>
    </ConfirmDialog>
  );
}
