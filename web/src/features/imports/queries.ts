import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { isBusy } from './model';
import type { RowStatus } from './search';
import type { DuplicatesRequest, Job, MappingRequest, UndoRequest } from './wire';

/** Begins the key of every query about imports. */
export const IMPORTS_KEY = ['imports'] as const;

export const JOBS_PAGE_SIZE = 25;
export const ROWS_PAGE_SIZE = 50;
const POLL_MS = 1_000;
const LIST_POLL_MS = 3_000;

export function jobsQuery(page: number) {
  const query = { page, page_size: JOBS_PAGE_SIZE };
  return queryOptions({
    queryKey: [...IMPORTS_KEY, 'list', query],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/game-import/jobs', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((job) => isBusy(job.status)) === true ? LIST_POLL_MS : false,
  });
}

export function jobKey(jobId: string) {
  return [...IMPORTS_KEY, 'job', jobId] as const;
}

const path = (jobId: string) => ({ params: { path: { job_id: jobId } } });

export function jobQuery(jobId: string) {
  return queryOptions({
    queryKey: jobKey(jobId),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/game-import/jobs/{job_id}', { ...path(jobId), signal })),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isBusy(state.data.status) ? POLL_MS : false,
  });
}

export interface RowsWanted {
  page: number;
  page_size: number;
  status?: RowStatus;
  search?: string;
}

/** Rows of a job. They are other rows once the job has changed, so its time is part of the key. */
export function rowsQuery(job: Job, query: RowsWanted) {
  return queryOptions({
    queryKey: [...IMPORTS_KEY, 'rows', job.job_id, job.updated_at, query],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/game-import/jobs/{job_id}/rows', {
          params: { path: { job_id: job.job_id }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export const CONTESTED_PAGE_SIZE = 200;

/** A page of the rows that say different things about one game, game by game. */
export function contestedRows(jobId: string, page: number, signal: AbortSignal) {
  const query = { contested: true, page, page_size: CONTESTED_PAGE_SIZE };
  return call(
    api.GET('/api/v1/game-import/jobs/{job_id}/rows', {
      params: { path: { job_id: jobId }, query },
      signal,
    }),
  );
}

export function setMapping(jobId: string, body: MappingRequest): Promise<Job> {
  return call(api.PUT('/api/v1/game-import/jobs/{job_id}/mapping', { ...path(jobId), body }));
}

export function resolveDuplicates(jobId: string, body: DuplicatesRequest): Promise<Job> {
  return call(api.POST('/api/v1/game-import/jobs/{job_id}/duplicates', { ...path(jobId), body }));
}

export function confirmImport(jobId: string) {
  return call(api.POST('/api/v1/game-import/jobs/{job_id}/import', path(jobId)));
}

export function cancelImport(jobId: string): Promise<Job> {
  return call(api.POST('/api/v1/game-import/jobs/{job_id}/cancel', path(jobId)));
}

export function undoImport(jobId: string, body: UndoRequest) {
  return call(api.POST('/api/v1/game-import/jobs/{job_id}/undo', { ...path(jobId), body }));
}
