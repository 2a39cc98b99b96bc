import { useQueryClient } from '@tanstack/react-query';

/** Everything of feature flags that is kept: one change may be seen in many places. */
export const FLAGS_KEY = ['flags'] as const;

export function useRefreshFlags() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: FLAGS_KEY });
}

/** Sends a change only if the thing is still in the version that was read. */
export const ifMatch = (version: number) => ({ 'If-Match': `"v${version}"` });
