import { useState } from 'react';
import type { JobStatus } from './wire';

/**
 * Whether an import that was under way went back to waiting for a confirmation. The server does so
 * when the catalogue has changed since the preview, or when the import failed as a whole.
 */
export function useFellBack(status: JobStatus): boolean {
  const [seen, setSeen] = useState(status);
  const [fellBack, setFellBack] = useState(false);
  if (seen !== status) {
    setSeen(status);
    setFellBack(seen === 'importing' && status === 'ready');
  }
  return fellBack;
}
