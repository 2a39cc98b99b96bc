import { useCallback } from 'react';
import { useWord } from '@/app/useWord';

/**
 * The path of a difference in words: `production.rules.7f3a.serve` is "Production › Rules › …",
 * with the rule's name if it is known.
 */
export function useFieldWord(): (path: string, rules?: Record<string, string>) => string {
  const environment = useWord('flagEditor', 'environments');
  const field = useWord('flagEditor', 'fields');
  return useCallback(
    (path, rules = {}) =>
      path
        .split('.')
        .map((part, index, parts) =>
          parts[index - 1] === 'rules'
            ? (rules[part] ?? part)
            : field(index === 0 ? environment(part) : part),
        )
        .join(' › '),
    [environment, field],
  );
}
