import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { currentLanguage, type Language } from '@/app/i18n';
import type { GapsSearch } from './search';

export type GapRow = Schema<'GapRow'>;
export type Gap = Schema<'GapDetail'>;
export type ImportPlan = Schema<'ImportPlan'>;
export type Inconsistency = Schema<'Inconsistency'>;

export const PAGE_SIZE = 50;
/** The board shows the register as a whole, as far as one answer holds it. */
export const BOARD_SIZE = 200;
const CLOCK_MS = 60_000;

export const GAPS_KEY = ['gaps'] as const;

export function gapsQuery({ view, page, run: _run, ...filters }: GapsSearch, language: Language) {
  const isBoard = view === 'board';
  const query = {
    ...filters,
    language,
    page: isBoard ? 1 : (page ?? 1),
    page_size: isBoard ? BOARD_SIZE : PAGE_SIZE,
  };
  return queryOptions({
    queryKey: [...GAPS_KEY, 'list', query],
    queryFn: ({ signal }) => call(api.GET('/api/v1/gaps', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: CLOCK_MS,
  });
}

export const summaryQuery = (language: Language) =>
  queryOptions({
    queryKey: [...GAPS_KEY, 'summary', language],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/gaps/summary', { params: { query: { language } }, signal })),
  });

export const checkQuery = (language: Language) =>
  queryOptions({
    queryKey: [...GAPS_KEY, 'check', language],
    queryFn: ({ signal }) => call(api.GET('/api/v1/gaps/check', { signal })),
  });

export const gapKey = (id: string) => [...GAPS_KEY, 'one', id] as const;

export const gapQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: [...gapKey(id), language],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/gaps/{gap_id}', {
          params: { path: { gap_id: id }, query: { language } },
          signal,
        }),
      ),
  });

/** The header that keeps one edit from overwriting another unseen. */
export const ifMatch = (version: number) => ({ 'If-Match': `"v${version}"` });

/** After any change: every list, count and entry of the register. */
export function useRefreshGaps() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: GAPS_KEY });
}

export function useCreateGap() {
  const refresh = useRefreshGaps();
  return useMutation({
    mutationFn: (body: Schema<'GapCreate'>) => call(api.POST('/api/v1/gaps', { body })),
    onSuccess: refresh,
  });
}

export function useEditGap(gap: Gap) {
  const refresh = useRefreshGaps();
  return useMutation({
    mutationFn: (body: Schema<'GapPatch'>) =>
      call(
        api.PATCH('/api/v1/gaps/{gap_id}', {
          params: { path: { gap_id: gap.id } },
          headers: ifMatch(gap.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export function useMoveGap(gap: Gap) {
  const refresh = useRefreshGaps();
  return useMutation({
    mutationFn: (body: Schema<'GapMove'>) =>
      call(
        api.POST('/api/v1/gaps/{gap_id}/move', {
          params: { path: { gap_id: gap.id } },
          headers: ifMatch(gap.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

/** A form with those files; the typed body only names them. */
export function formOf(field: string, files: File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append(field, file);
  return form;
}

const sent = (files: File[]) => ({
  body: { files: files.map((file) => file.name), mirror: true },
  bodySerializer: () => formOf('files', files),
});

export function usePreviewImport() {
  return useMutation({
    mutationFn: (files: File[]) => call(api.POST('/api/v1/gaps/import/preview', sent(files))),
  });
}

export function useApplyImport() {
  const refresh = useRefreshGaps();
  return useMutation({
    mutationFn: ({ files, version }: { files: File[]; version: number }) =>
      call(api.POST('/api/v1/gaps/import', { ...sent(files), headers: ifMatch(version) })),
    onSuccess: refresh,
  });
}

export const exportPath = (format: 'md' | 'csv' | 'json', language: Language) =>
  `/api/v1/gaps/export?format=${format}&language=${language}`;

export type Finding = Schema<'FindingRow'>;
export type Run = Schema<'VerificationRun'>;

export function findingsQuery(page: number, search: string | undefined) {
  const query = { page, page_size: PAGE_SIZE, search };
  return queryOptions({
    queryKey: [...GAPS_KEY, 'findings', query],
    queryFn: ({ signal }) => call(api.GET('/api/v1/gaps/findings', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Sends the file as it is; the server reads it as it comes. */
export function useUploadCapture() {
  const refresh = useRefreshGaps();
  return useMutation({
    mutationFn: ({ file, host, server }: { file: File; host: string; server: string }) =>
      call(
        api.POST('/api/v1/gaps/captures', {
          params: { query: { filename: file.name.slice(-200), host, server } },
          headers: { 'Content-Type': 'application/octet-stream' },
          body: file.name,
          bodySerializer: () => file,
        }),
      ),
    onSuccess: refresh,
  });
}

export function useLinkFinding() {
  const refresh = useRefreshGaps();
  return useMutation({
    mutationFn: ({ fingerprint, gap }: { fingerprint: string; gap: string | null }) =>
      call(
        api.POST('/api/v1/gaps/findings/{fingerprint}/link', {
          params: { path: { fingerprint } },
          body: { gap_id: gap },
        }),
      ),
    onSuccess: refresh,
  });
}

/** What runs of contracts stand on: who acts, and what they lack. */
export const verificationQuery = queryOptions({
  queryKey: [...GAPS_KEY, 'verification'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/gaps/verification', { signal })),
});

export const isBusy = (run: Run) => run.state === 'queued' || run.state === 'running';

const RUN_MS = 700;

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['gap-runs', id, currentLanguage()],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/gaps/runs/{job_id}', { params: { path: { job_id: id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data === undefined || isBusy(state.data) ? RUN_MS : false,
  });

/** Starts a run of those gaps' contracts, or of all (null). */
export function useVerify() {
  return useMutation({
    mutationFn: (gaps: string[] | null) =>
      call(api.POST('/api/v1/gaps/verify', { body: { gaps } })),
  });
}

export function useCancelRun() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(api.POST('/api/v1/gaps/runs/{job_id}/cancel', { params: { path: { job_id: id } } })),
    onSuccess: (run) => queryClient.setQueryData(runQuery(run.id).queryKey, run),
  });
}

export function useSetContract(gap: Gap) {
  const refresh = useRefreshGaps();
  return useMutation({
    mutationFn: (contract: string | null) =>
      call(
        api.PUT('/api/v1/gaps/{gap_id}/contract', {
          params: { path: { gap_id: gap.id } },
          headers: ifMatch(gap.version),
          body: { contract },
        }),
      ),
    onSuccess: refresh,
  });
}

export const evidencePath = (sha256: string) => `/api/v1/gaps/evidence/${sha256}`;

/** A run as its evidence tells it; evidence never changes. */
export const recordQuery = (sha256: string) =>
  queryOptions({
    queryKey: ['gap-evidence', sha256, currentLanguage()],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/gaps/evidence/{sha256}/record', {
          params: { path: { sha256 } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
