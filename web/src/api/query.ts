import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem } from './problem';

const RETRIES = 2;

interface Turns {
  /** The server no longer knows the session. */
  onSignedOut: () => void;
  /** The session may do nothing yet but set up a second factor. */
  onLimited: () => void;
}

/** The panel's cache of answers, and what any of them may turn the panel to. */
export function createQueryClient({ onSignedOut, onLimited }: Turns): QueryClient {
  const onError = (error: unknown): void => {
    const { status, code } = asProblem(error);
    if (status === 401) onSignedOut();
    if (code === 'MFA_ENROLMENT_REQUIRED') onLimited();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => count < RETRIES && asProblem(error).isTransient,
      },
    },
  });
}
