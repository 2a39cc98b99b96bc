import { callHeaders } from './client';
import { ApiProblem, toProblem } from './problem';

/** The file name a `Content-Disposition` header gives, or null. */
export function fileNameOf(header: string | null): string | null {
  const quoted = header?.match(/filename="([^"]+)"/)?.[1] ?? header?.match(/filename=([^;]+)/)?.[1];
  return quoted?.trim() ?? null;
}

/**
 * Saves what an address answers as a file. A link would do but for the brand header, and would
 * show an error as a page. Throws an `ApiProblem`.
 */
export async function download(path: string, fallbackName: string): Promise<void> {
  let response: Response;
  try {
    // eslint-disable-next-line no-restricted-globals -- the typed client does not stream files
    response = await fetch(path, { headers: callHeaders('GET'), credentials: 'same-origin' });
  } catch {
    throw new ApiProblem(0, {}, null);
  }
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null);
    throw toProblem(response.status, body, response.headers.get('x-request-id'));
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(response.headers.get('content-disposition')) ?? fallbackName;
  link.click();
  URL.revokeObjectURL(url);
}
