import { Group, Paper, Select, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { EmptyState } from '@/ui/EmptyState';
import { IconSearch } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { permissionsQuery } from '../roles/queries';
import { everyoneQuery } from '../users/queries';
import { explainQuery } from './queries';
import type { MatrixSearch } from './search';
import { Verdict } from './Verdict';

interface Props {
  search: MatrixSearch;
  onAsk: (change: Partial<MatrixSearch>) => void;
}

/** Asks the server why an admin may or may not use a permission, or carry out one operation. */
export function WhyView({ search, onAsk }: Props) {
  const { t } = useTranslation(['adminMatrix', 'common']);
  const word = useWord('adminMatrix', 'modules');
  const everyone = useQuery(everyoneQuery).data ?? [];
  const permissions = useQuery(permissionsQuery).data ?? [];
  const { admin, permission, operation } = search;
  const isAsked = admin !== undefined && (permission ?? operation) !== undefined;
  const answer = useQuery({
    ...explainQuery({ admin: admin ?? '', permission, operation }),
    enabled: isAsked,
  });
  const admins = everyone.map((user) => ({
    value: user.id,
    label: `${user.full_name} · ${user.role}`,
  }));
  // An owner may have come here from an admin of another brand.
  if (admin !== undefined && !admins.some((known) => known.value === admin))
    admins.unshift({ value: admin, label: answer.data?.admin.full_name ?? admin });

  return (
    <>
      <Text size="sm" c="dimmed" mb="sm" maw={760}>
        {t('why.text')}
      </Text>
      <Paper p="sm" mb="sm">
        <Group gap="sm" align="flex-end">
          <Select
            label={t('why.who')}
            data={admins}
            value={admin ?? null}
            onChange={(value) => onAsk({ admin: value ?? undefined })}
            searchable
            w={280}
            maxDropdownHeight={320}
            data-testid="why-admin"
          />
          <Select
            label={t('why.permission')}
            data={permissions.map((row) => ({
              value: row.permission,
              label: `${word(row.module)}: ${t(`kinds.${row.kind}`)}`,
            }))}
            value={permission ?? null}
            onChange={(value) => onAsk({ permission: value ?? undefined, operation: undefined })}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            w={260}
            maxDropdownHeight={320}
            data-testid="why-permission"
          />
          <Select
            label={t('why.operation')}
            data={permissions.flatMap((row) =>
              row.operations.map((one) => ({
                value: one.id,
                label: `${one.method} ${one.path.replace('/api/v1', '')}`,
              })),
            )}
            value={operation ?? null}
            onChange={(value) => onAsk({ operation: value ?? undefined, permission: undefined })}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            w={360}
            maxDropdownHeight={320}
          />
        </Group>
      </Paper>
      {!isAsked ? (
        <EmptyState
          icon={<IconSearch size={24} />}
          title={t('why.emptyTitle')}
          text={t('why.emptyText')}
        />
      ) : answer.data ? (
        <Verdict answer={answer.data} />
      ) : answer.isError ? (
        <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Skeleton h={240} />
      )}
    </>
  );
}
