import { createContext, useContext } from 'react';
import type { FieldError } from '@/api/problem';

/** Faults of a draft by their place in it: `rules.0.when.1.values.0` and the like. */
export type Faults = Record<string, string>;

/** The faults of an answer that are of one environment's setup, or of the flag's variants. */
export function faultsOf(errors: readonly FieldError[], environment: string): Faults {
  const prefix = `environments.${environment}.`;
  return Object.fromEntries(
    errors.map((error) => [
      error.field.startsWith(prefix) ? error.field.slice(prefix.length) : error.field,
      error.message,
    ]),
  );
}

/** The faults at a place and inside it, as one text; undefined where there are none. */
export function faultAt(faults: Faults, place: string): string | undefined {
  const found = Object.entries(faults)
    .filter(([at]) => at === place || at.startsWith(`${place}.`))
    .map(([, message]) => message);
  return found.length > 0 ? found.join(' ') : undefined;
}

const FaultsContext = createContext<Faults>({});
export const FaultsProvider = FaultsContext.Provider;

/** The fault to show at a place of the draft that is being edited. */
export function useFault(place: string): string | undefined {
  return faultAt(useContext(FaultsContext), place);
}

/** Only what is wrong with the place itself, where the parts inside show their own. */
export function useOwnFault(place: string): string | undefined {
  return useContext(FaultsContext)[place];
}
