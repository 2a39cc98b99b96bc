import { useCallback } from 'react';
import { useWord } from '@/app/useWord';

/** The path of a difference in words: `production.rules.beta.serve` is "Production › Rules › …". */
export function useFieldWord(): (path: string) => string {
  const environment = useWord('flagEditor', 'environments');
  const field = useWord('flagEditor', 'fields');
  return useCallback(
    (path) =>
      path
        .split('.')
        .map((part, index) => (index === 0 ? field(environment(part)) : field(part)))
        .join(' › '),
    [environment, field],
  );
}
