import { Box, Button, Checkbox, Skeleton, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';
import { ProblemAlert } from './ProblemAlert';
import { SortHeader } from './SortHeader';
import { type Paging, TablePager } from './TablePager';
import classes from './DataTable.module.css';

export interface Column<Row> {
  key: string;
  header: string;
  render: (row: Row) => ReactNode;
  align?: 'left' | 'right' | 'center';
  width?: number | string;
  /** The field the server sorts by, where it can. */
  sortKey?: string;
  hideHeader?: boolean;
  /** Left out on windows narrower than this: what a reader can best do without. */
  hideBelow?: 'sm' | 'md' | 'lg';
}

/** The part of a query's state that a table shows. */
export interface TableState {
  isPending: boolean;
  isFetching: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** Rows chosen for an act on many, by their keys. */
export interface Selection<Row> {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
  /** Rows that the act cannot be about have no box. */
  canSelect?: (row: Row) => boolean;
  /** Names a row's box for screen readers. */
  label: (row: Row) => string;
}

interface Props<Row> {
  /** What the table lists; read out by screen readers. */
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  rowKey: (row: Row) => string;
  state: TableState;
  empty: ReactNode;
  onRowClick?: (row: Row) => void;
  /** `name` ascending, `-name` descending. */
  sort?: string;
  onSort?: (sort: string) => void;
  paging?: Paging;
  minWidth?: number;
  isDimmed?: (row: Row) => boolean;
  selection?: Selection<Row>;
}

const SKELETON_ROWS = 8;

/** A list as the house shows it: loading, empty, failed and filled; sorting and paging on the server. */
export function DataTable<Row>(props: Props<Row>) {
  const { columns, rows, state, paging } = props;
  const { t } = useTranslation();
  if (state.error !== null && rows === undefined)
    return <ProblemAlert error={state.error} onRetry={() => void state.refetch()} />;
  const isEmpty = rows?.length === 0;
  // An old link, or rows that went: there are some, but not this far.
  const isPastEnd = isEmpty && paging !== undefined && paging.total > 0;
  return (
    <Box className={classes.frame}>
      {state.error !== null && (
        <Box p="sm">
          <ProblemAlert error={state.error} onRetry={() => void state.refetch()} />
        </Box>
      )}
      <Table.ScrollContainer minWidth={props.minWidth ?? 640} type="native" tabIndex={0}>
        <Table
          className={classes.table}
          verticalSpacing={7}
          horizontalSpacing="sm"
          aria-label={props.label}
          aria-busy={state.isFetching}
          data-testid="data-table"
          data-fetching={state.isFetching && !state.isPending}
        >
          <Table.Thead>
            <Table.Tr>
              {props.selection && <SelectAll {...props} selection={props.selection} />}
              {columns.map((column) => (
                <SortHeader
                  key={column.key}
                  column={column}
                  sort={props.sort}
                  onSort={props.onSort}
                />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows === undefined
              ? Array.from({ length: SKELETON_ROWS }, (_, index) => (
                  <Table.Tr key={index}>
                    {props.selection && <Table.Td />}
                    {columns.map((column) => (
                      <Table.Td key={column.key} visibleFrom={column.hideBelow}>
                        <Skeleton height={12} my={5} width={`${55 + ((index * 17) % 40)}%`} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))
              : rows.map((row) => <Row key={props.rowKey(row)} row={row} {...props} />)}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {isPastEnd ? (
        <EmptyState
          title={t('table.pastEndTitle')}
          text={t('table.pastEndText', { count: paging.total })}
          action={
            <Button variant="default" mt="sm" onClick={() => paging.onPage(1)}>
              {t('table.first')}
            </Button>
          }
        />
      ) : (
        isEmpty && props.empty
      )}
      {paging && !isEmpty && rows !== undefined && <TablePager {...paging} />}
      {rows === undefined && (
        <Text className="sr-only" role="status">
          {t('loading')}
        </Text>
      )}
    </Box>
  );
}

/** The box of the whole page. */
function SelectAll<Row>({
  rows = [],
  rowKey,
  selection,
}: Props<Row> & { selection: Selection<Row> }) {
  const { t } = useTranslation();
  const keys = rows.filter(selection.canSelect ?? (() => true)).map(rowKey);
  const chosen = keys.filter((key) => selection.selected.has(key)).length;
  return (
    <Table.Th w={36}>
      <Checkbox
        size="xs"
        aria-label={t('table.selectAll')}
        disabled={keys.length === 0}
        checked={keys.length > 0 && chosen === keys.length}
        indeterminate={chosen > 0 && chosen < keys.length}
        onChange={(event) => selection.onChange(new Set(event.currentTarget.checked ? keys : []))}
      />
    </Table.Th>
  );
}

function SelectRow<Row>({ row, rowKey, selection }: Props<Row> & { row: Row }) {
  if (!selection) return null;
  const key = rowKey(row);
  return (
    <Table.Td>
      {(selection.canSelect?.(row) ?? true) && (
        <Checkbox
          size="xs"
          aria-label={selection.label(row)}
          checked={selection.selected.has(key)}
          onChange={(event) => {
            const next = new Set(selection.selected);
            if (event.currentTarget.checked) next.add(key);
            else next.delete(key);
            selection.onChange(next);
          }}
        />
      )}
    </Table.Td>
  );
}

function Row<Row>(props: Props<Row> & { row: Row }) {
  const { row, columns, onRowClick, isDimmed } = props;
  return (
    <Table.Tr
      className={onRowClick ? classes.clickable : undefined}
      data-dimmed={isDimmed?.(row) === true ? true : undefined}
      onClick={
        onRowClick
          ? (event) => {
              // A press on a control in the row, or text being selected, is not a press on the row.
              const target = event.target as HTMLElement;
              if (target.closest('a,button,input,label,[role="dialog"]')) return;
              if ((window.getSelection()?.toString() ?? '') !== '') return;
              onRowClick(row);
            }
          : undefined
      }
    >
      <SelectRow {...props} />
      {columns.map((column) => (
        <Table.Td
          key={column.key}
          ta={column.align}
          visibleFrom={column.hideBelow}
          className={column.align === 'right' ? 'tabular' : undefined}
        >
          {column.render(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
