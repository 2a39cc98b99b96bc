import { Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from './DataTable';
import { IconSort, IconSortDown, IconSortUp } from './icons';
import { nextSort } from './sort';
import classes from './DataTable.module.css';

interface Props<Row> {
  column: Column<Row>;
  sort?: string;
  onSort?: (sort: string) => void;
}

export function SortHeader<Row>({ column, sort, onSort }: Props<Row>) {
  const { t } = useTranslation();
  const { sortKey, header, align, width, hideBelow } = column;
  if (sortKey === undefined || onSort === undefined)
    return (
      <Table.Th ta={align} w={width} visibleFrom={hideBelow}>
        {column.hideHeader === true ? <VisuallyHidden>{header}</VisuallyHidden> : header}
      </Table.Th>
    );
  const direction = sort === sortKey ? 'ascending' : sort === `-${sortKey}` ? 'descending' : 'none';
  const Icon = { ascending: IconSortUp, descending: IconSortDown, none: IconSort }[direction];
  return (
    <Table.Th ta={align} w={width} visibleFrom={hideBelow} aria-sort={direction}>
      <UnstyledButton
        className={classes.sort}
        data-sorted={direction !== 'none'}
        onClick={() => onSort(nextSort(sort, sortKey))}
        aria-label={t('table.sortBy', { column: header })}
      >
        {header}
        <Icon size={14} />
      </UnstyledButton>
    </Table.Th>
  );
}
