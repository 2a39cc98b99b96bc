import { Group, NativeSelect, Pagination, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from './format';
import { rowRange } from './sort';
import classes from './DataTable.module.css';

export interface Paging {
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
  onPageSize?: (size: number) => void;
}

const SIZES = [25, 50, 100, 200];

export function TablePager({ page, pageSize, total, onPage, onPageSize }: Paging) {
  const { t } = useTranslation();
  const format = useFormat();
  const [from, to] = rowRange(page, pageSize, total);
  return (
    <Group className={classes.pager} justify="space-between" gap="xs">
      <Text size="xs" c="dimmed" className="tabular" data-testid="table-range" role="status">
        {t('table.range', {
          from: format.number(from),
          to: format.number(to),
          total: format.number(total),
        })}
      </Text>
      <Group gap="sm">
        {onPageSize && (
          <NativeSelect
            size="xs"
            w={74}
            aria-label={t('table.perPage')}
            value={String(pageSize)}
            data={SIZES.map(String)}
            onChange={(event) => onPageSize(Number(event.currentTarget.value))}
          />
        )}
        <Pagination
          size="sm"
          value={page}
          total={Math.max(1, Math.ceil(total / pageSize))}
          onChange={onPage}
          siblings={1}
          aria-label={t('table.pages')}
          getItemProps={(item) => ({ 'aria-label': t('table.page', { page: item }) })}
          getControlProps={(control) =>
            control === 'previous' || control === 'next'
              ? { 'aria-label': t(`table.${control}`) }
              : {}
          }
        />
      </Group>
    </Group>
  );
}
