import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable, type TableState } from '@/ui/DataTable';
import { useFormat } from '@/ui/format';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { shareOf } from './model';
import type { Analytics, FlagUse } from './queries';
import type { Measure } from './search';

interface Props {
  found: Analytics;
  state: TableState;
  measure: Measure;
  onFlag: (flag: string) => void;
}

/** Every flag with what was counted of it, the most asked for first. */
export function FlagTable({ found, state, measure, onFlag }: Props) {
  const { t } = useTranslation(['flagAnalytics', 'featureFlags']);
  const format = useFormat();
  const columns: Column<FlagUse>[] = [
    {
      key: 'flag',
      header: t('featureFlags:columns.name'),
      render: (row) => (
        <Stack gap={0}>
          <Group gap={6}>
            <AnchorLink to="/features/$flagId" params={{ flagId: row.flag }} fw={600}>
              {row.flag_name}
            </AnchorLink>
            {row.archived && (
              <Badge variant="light" color="orange" tt="none">
                {t('archived')}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {row.flag_key}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'variants',
      header: t('columns.variants'),
      render: (row) => <Shares use={row} measure={measure} />,
    },
    ...countColumns<FlagUse>(t, format.number),
    {
      key: 'last',
      header: t('columns.last'),
      hideBelow: 'md',
      render: (row) => (row.last_at === null ? t('never') : <Time value={row.last_at} relative />),
    },
    {
      key: 'open',
      header: t('columns.open'),
      hideHeader: true,
      align: 'right',
      render: (row) => (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onFlag(row.flag)}
          aria-label={t('showOf', { flag: row.flag_name })}
        >
          {t('show')}
        </Button>
      ),
    },
  ];
  return (
    <DataTable
      label={t('tables.flags')}
      columns={columns}
      rows={found.flags}
      rowKey={(row) => row.flag}
      state={state}
      minWidth={820}
      isDimmed={(row) => row.evaluations + row.exposures === 0}
      empty={null}
    />
  );
}

type Counted = Pick<FlagUse, 'evaluations' | 'exposures'>;

function countColumns<Row extends Counted>(
  t: (key: 'measures.evaluations' | 'measures.exposures') => string,
  text: (value: number) => string,
): Column<Row>[] {
  return (['evaluations', 'exposures'] as const).map((key) => ({
    key,
    header: t(`measures.${key}`),
    align: 'right',
    render: (row) => <span className="tabular">{text(row[key])}</span>,
  }));
}

function Shares({ use, measure }: { use: FlagUse; measure: Measure }) {
  const { t } = useTranslation('flagAnalytics');
  const format = useFormat();
  if (use[measure] === 0) return <Text c="dimmed">–</Text>;
  return use.variants
    .filter((variant) => variant[measure] > 0)
    .sort((a, b) => b[measure] - a[measure])
    .map(
      (variant) =>
        `${variant.variant || t('noVariant')} ${format.percent(shareOf(variant[measure], use[measure]))}`,
    )
    .join(' · ');
}

/** One flag's variants. */
export function VariantTable({
  use,
  state,
  measure,
}: Pick<Props, 'state' | 'measure'> & { use: FlagUse }) {
  const { t } = useTranslation('flagAnalytics');
  const format = useFormat();
  const columns: Column<FlagUse['variants'][number]>[] = [
    {
      key: 'variant',
      header: t('columns.variant'),
      render: (row) => <strong>{row.variant || t('noVariant')}</strong>,
    },
    {
      key: 'share',
      header: t('columns.share'),
      width: 260,
      render: (row) => {
        const share = shareOf(row[measure], use[measure]);
        return (
          <Group gap="xs" wrap="nowrap">
            <Progress value={share} w={150} aria-label={format.percent(share)} />
            <span className="tabular">{format.percent(share)}</span>
          </Group>
        );
      },
    },
    ...countColumns<FlagUse['variants'][number]>(t, format.number),
  ];
  return (
    <DataTable
      label={t('tables.variants', { flag: use.flag_name })}
      columns={columns}
      rows={use.variants.toSorted((a, b) => b[measure] - a[measure])}
      rowKey={(row) => row.variant}
      state={state}
      minWidth={560}
      empty={null}
    />
  );
}
