import { Button, Checkbox, Group, List, Select, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { IconCheck } from '@/ui/icons';
import { AnchorLink } from '@/ui/links';
import { flagQuery } from '../flag/queries';
import { PromoteDialog } from '../flag/PromoteDialog';
import { FlagStatus } from '../Marks';
import { ENVIRONMENTS, type Environment } from '../search';
import { type Comparison, comparisonQuery } from './queries';

/** Every flag in two environments, what differs, and the way to carry one over. */
export function ComparisonTable() {
  const { t } = useTranslation('featureFlags');
  const { can } = useAccess();
  const [left, setLeft] = useState<Environment>('production');
  const [right, setRight] = useState<Environment>('staging');
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const [promoting, setPromoting] = useState<string | null>(null);
  const comparison = useQuery(comparisonQuery(left, right));
  const rows = comparison.data?.filter((row) => !onlyDifferent || row.differing.length > 0);
  const options = ENVIRONMENTS.map((value) => ({ value, label: t(`environments.${value}`) }));
  const state = (row: Comparison, environment: Environment) => {
    const found = row[environment];
    return found === null ? '–' : <FlagStatus status={found.status} />;
  };
  const columns: Column<Comparison>[] = [
    {
      key: 'name',
      header: t('columns.name'),
      render: (row) => (
        <AnchorLink to="/features/$flagId" params={{ flagId: row.id }} fw={600}>
          {row.flag_name}
        </AnchorLink>
      ),
    },
    { key: 'left', header: t(`environments.${left}`), render: (row) => state(row, left) },
    { key: 'right', header: t(`environments.${right}`), render: (row) => state(row, right) },
    {
      key: 'differences',
      header: t('compare.differences'),
      render: (row) =>
        row.differences.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('compare.same')}
          </Text>
        ) : (
          <List size="sm">
            {row.differences.map((text) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        ),
    },
    {
      key: 'promote',
      header: t('compare.promote'),
      hideHeader: true,
      align: 'right',
      render: (row) =>
        can('flags:write') &&
        row.differing.length > 0 && (
          <Button size="xs" variant="default" onClick={() => setPromoting(row.id)}>
            {t('compare.promote')}
          </Button>
        ),
    },
  ];
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="sm">
        <Title order={2} size="h5">
          {t('compare.title')}
        </Title>
        <Group gap="xs" align="flex-end">
          <Checkbox
            mb={8}
            label={t('compare.onlyDifferent')}
            checked={onlyDifferent}
            onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
          />
          <Select
            aria-label={t('compare.left')}
            data={options}
            value={left}
            allowDeselect={false}
            onChange={(value) => setLeft(value ?? left)}
            w={150}
          />
          <Select
            aria-label={t('compare.right')}
            data={options}
            value={right}
            allowDeselect={false}
            onChange={(value) => setRight(value ?? right)}
            w={150}
          />
        </Group>
      </Group>
      <DataTable
        label={t('compare.title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        state={comparison}
        minWidth={720}
        empty={
          <EmptyState
            icon={<IconCheck size={24} />}
            title={t('compare.noneTitle')}
            text={t('compare.noneText')}
          />
        }
      />
      {promoting !== null && (
        <Promote id={promoting} source={right} target={left} onClose={() => setPromoting(null)} />
      )}
    </section>
  );
}

interface PromoteProps {
  id: string;
  source: Environment;
  target: Environment;
  onClose: () => void;
}

function Promote({ id, source, target, onClose }: PromoteProps) {
  const flag = useQuery(flagQuery(id));
  return flag.data === undefined ? null : (
    <PromoteDialog flag={flag.data} environment={source} target={target} opened onClose={onClose} />
  );
}
