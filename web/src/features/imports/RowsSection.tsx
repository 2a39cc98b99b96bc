import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { SearchFilter } from '@/ui/FilterBar';
import { ROWS_PAGE_SIZE, rowsQuery } from './queries';
import { RowFilters } from './RowFilters';
import { useRowColumns } from './rowColumns';
import type { RowStatus } from './search';
import type { Job } from './wire';

const route = getRouteApi('/shell/games/import/$jobId');

/** Every row of the file and what becomes of it; filter, search and page live in the address. */
export function RowsSection({ job }: { job: Job }) {
  const { t } = useTranslation('imports');
  const { page = 1, page_size = ROWS_PAGE_SIZE, status, search } = route.useSearch();
  const navigate = route.useNavigate();
  const rows = useQuery(rowsQuery(job, { page, page_size, status, search }));
  const columns = useRowColumns(job.status);
  const isFiltered = status !== undefined || search !== undefined;

  const change = (part: { status?: RowStatus; search?: string; page_size?: number }) =>
    void navigate({
      search: (before) => ({ ...before, ...part, page: undefined }),
      replace: true,
      resetScroll: false,
    });

  return (
    <section aria-labelledby="rows-title">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-end">
          <Title order={3} size="h4" id="rows-title">
            {t('rows.heading')}
          </Title>
          <SearchFilter
            label={t('rows.search')}
            value={search}
            onChange={(text) => change({ search: text })}
            main
            width={300}
          />
        </Group>
        <RowFilters
          counts={job.counts}
          total={job.total_items}
          chosen={status}
          onChoose={(chosen) => change({ status: chosen })}
        />
        {status !== undefined && (
          <Text size="sm" c="dimmed">
            {t(`rows.explain.${status}`)}
          </Text>
        )}
        <DataTable
          label={t('rows.heading')}
          columns={columns}
          rows={rows.data?.items}
          rowKey={(row) => row.id}
          state={rows}
          minWidth={980}
          paging={{
            page,
            pageSize: page_size,
            total: rows.data?.meta.total ?? 0,
            onPage: (next) =>
              void navigate({
                search: (before) => ({ ...before, page: next }),
                resetScroll: false,
              }),
            onPageSize: (size) => change({ page_size: size }),
          }}
          empty={
            isFiltered || page > 1 ? (
              <EmptyState title={t('rows.empty')} text={t('rows.emptyText')} />
            ) : (
              <EmptyState title={t('rows.gone')} text={t('rows.goneText')} />
            )
          }
        />
      </Stack>
    </section>
  );
}
