import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  cancelImport,
  confirmImport,
  IMPORTS_KEY,
  jobKey,
  setMapping,
  undoImport,
} from './queries';
import type { Job, MappingRequest, UndoRequest } from './wire';

const SOON_MS = 800;

/** What can be done with an import; each act leaves the panel with the server's new state. */
export function useJobActions(jobId: string) {
  const cache = useQueryClient();
  const take = (job: Job) => {
    cache.setQueryData(jobKey(jobId), job);
    void cache.invalidateQueries({ queryKey: [...IMPORTS_KEY, 'list'] });
  };
  // Even after an error: the state may have moved on, which is often why it failed.
  const refresh = () => cache.invalidateQueries({ queryKey: IMPORTS_KEY });
  const refreshCatalogue = () =>
    Promise.all(
      [['games'], ['dashboard']].map((queryKey) => cache.invalidateQueries({ queryKey })),
    );

  return {
    map: useMutation({
      mutationFn: (request: MappingRequest) => setMapping(jobId, request),
      onSuccess: take,
    }),
    confirm: useMutation({
      mutationFn: () => confirmImport(jobId),
      // The answer waits for the outcome; if that takes long, the page shows the progress instead.
      onMutate: () => void setTimeout(() => void refresh(), SOON_MS),
      onSettled: refresh,
      onSuccess: refreshCatalogue,
    }),
    cancel: useMutation({
      mutationFn: () => cancelImport(jobId),
      onSuccess: take,
      onError: refresh,
    }),
    undo: useMutation({
      mutationFn: (request: UndoRequest) => undoImport(jobId, request),
      onSettled: refresh,
      onSuccess: refreshCatalogue,
    }),
  };
}

export type JobActions = ReturnType<typeof useJobActions>;
