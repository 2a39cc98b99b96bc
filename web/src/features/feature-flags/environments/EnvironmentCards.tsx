import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  SimpleGrid,
  Skeleton,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Facts } from '@/ui/Facts';
import { useFormat } from '@/ui/format';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type EnvironmentRow, environmentsQuery, useEditEnvironment } from './queries';

/** One card an environment: its version, its flags, and whose consent a change needs. */
export function EnvironmentCards() {
  const environments = useQuery(environmentsQuery);
  if (environments.isError)
    return <ProblemAlert error={environments.error} onRetry={() => void environments.refetch()} />;
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      {environments.data?.map((row) => <Card key={row.environment} row={row} />) ??
        Array.from({ length: 3 }, (_, index) => <Skeleton key={index} h={190} />)}
    </SimpleGrid>
  );
}

function Card({ row }: { row: EnvironmentRow }) {
  const { t } = useTranslation('featureFlags');
  const { can } = useAccess();
  const format = useFormat();
  const [editing, setEditing] = useState(false);
  return (
    <Paper p="md" component="section" data-testid={`environment-${row.environment}`}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t(`environments.${row.environment}`)}
        </Title>
        {can('flags:approve') && (
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {t('environment.edit')}
          </Button>
        )}
      </Group>
      <Facts
        rows={[
          [t('environment.on'), `${format.number(row.on)} / ${format.number(row.flags)}`],
          [t('environment.version'), format.number(row.version)],
          [
            t('environment.changed'),
            row.changed_at === null ? '–' : format.relative(row.changed_at),
          ],
          [
            t('environment.approvals'),
            row.approvals_required === 0
              ? t('environment.noApprovals')
              : t('environment.approvalsOf', { count: row.approvals_required }),
          ],
        ]}
      />
      {row.approvals_required > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {t(row.off_needs_approval ? 'environment.offToo' : 'environment.offFree')}
        </Text>
      )}
      {editing && <EditRules row={row} onClose={() => setEditing(false)} />}
    </Paper>
  );
}

function EditRules({ row, onClose }: { row: EnvironmentRow; onClose: () => void }) {
  const { t } = useTranslation('featureFlags');
  const [count, setCount] = useState(row.approvals_required);
  const [offToo, setOffToo] = useState(row.off_needs_approval);
  const edit = useEditEnvironment();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('environment.editTitle', { environment: t(`environments.${row.environment}`) })}
      confirm={t('environment.save')}
      reason="required"
      isPending={edit.isPending}
      error={edit.error}
      onConfirm={(reason) =>
        edit.mutate(
          {
            environment: row.environment,
            approvals_required: count,
            off_needs_approval: offToo,
            reason,
          },
          {
            onSuccess: () => {
              notifyDone(t('environment.saved'));
              onClose();
            },
          },
        )
      }
    >
      <NumberInput
        label={t('environment.count')}
        description={t('environment.countHint')}
        value={count}
        min={0}
        max={10}
        allowDecimal={false}
        onChange={(value) => setCount(Number(value) || 0)}
        mb="sm"
      />
      <Checkbox
        label={t('environment.off')}
        checked={offToo}
        disabled={count === 0}
        onChange={(event) => setOffToo(event.currentTarget.checked)}
      />
    </ConfirmDialog>
  );
}
