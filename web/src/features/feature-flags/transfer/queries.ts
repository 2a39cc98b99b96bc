import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { currentLanguage } from '@/app/i18n';
import { FLAGS_KEY, useRefreshFlags } from '../refresh';
import type { Environment } from '../search';

export type FlagImportPlan = Schema<'FlagImportPlan'>;
export type FlagImportRow = Schema<'FlagImportRow'>;
export type ExportFormat = 'gapless' | 'flagd';

/** How a file is to be imported. What is undefined the server finds out or leaves usual. */
export interface Choice {
  environment: Environment;
  format?: FlagImportPlan['format'];
  source_environment?: string;
  user_attribute?: string;
  on_conflict: FlagImportPlan['on_conflict'];
  switched_off: boolean;
}

/** The form that the server reads; the typed body only names its parts. */
function sent(file: File, choice: Choice, more: { plan?: string; reason?: string } = {}) {
  const fields: Record<string, string | boolean | undefined> = { ...choice, ...more };
  return {
    body: { ...choice, ...more, file: file.name },
    bodySerializer: () => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        if (value !== undefined) form.append(name, String(value));
      }
      form.append('file', file);
      return form;
    },
  };
}

/** What the import of this file would do; asked again whenever a choice changes. */
export const importPreviewQuery = (file: File | null, choice: Choice) =>
  queryOptions({
    queryKey: [
      ...FLAGS_KEY,
      'import-preview',
      file === null ? null : [file.name, file.size, file.lastModified],
      choice,
      currentLanguage(),
    ],
    queryFn: ({ signal }) =>
      call(api.POST('/api/v1/flags/import/preview', { ...sent(file as File, choice), signal })),
    enabled: file !== null,
    retry: false,
    gcTime: 0,
    placeholderData: file === null ? undefined : keepPreviousData,
  });

export function useImportFlags() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: ({
      file,
      choice,
      plan,
      reason,
    }: {
      file: File;
      choice: Choice;
      plan: string;
      reason?: string;
    }) => call(api.POST('/api/v1/flags/import', sent(file, choice, { plan, reason }))),
    onSuccess: refresh,
  });
}

export const exportPath = (environment: Environment, format: ExportFormat) =>
  `/api/v1/flags/export?environment=${environment}&format=${format}` as const;
