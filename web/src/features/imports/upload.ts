import { callHeaders } from '@/api/client';
import { ApiProblem, toProblem } from '@/api/problem';
import type { paths } from '@/api/schema';

/** Typed, so that an address that leaves the contract no longer compiles. */
const ADDRESS = '/api/v1/game-import/manual/upload' satisfies keyof paths;

export type ClientType = 'html5' | 'unity';

/** What is sent: the file, and what the sender says about it. Empty text is not sent. */
export interface Delivery {
  file: File;
  client_type: ClientType | '';
  launch_url: string;
  min_version: string;
  source_label: string;
  notes: string;
}

export interface Sent {
  /** Bytes on their way or arrived. */
  sent: number;
  /** Bytes in all, the form's own included. */
  total: number;
}

/** The user stopped the upload. */
export class UploadCancelled extends Error {}

/** The multipart body. The file goes last, so that the server knows the rest when it arrives. */
export function bodyOf({ file, ...fields }: Delivery): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (value.trim() !== '') body.append(name, value.trim());
  body.append('file', file);
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Uploads a catalogue and gives the new job's id. XMLHttpRequest, because fetch tells nothing of
 * how much has been sent. Throws an `ApiProblem`, or `UploadCancelled` after `signal` aborts.
 */
export function upload(
  delivery: Delivery,
  signal: AbortSignal,
  onProgress: (sent: Sent) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', ADDRESS);
    for (const [name, value] of Object.entries(callHeaders('POST')))
      request.setRequestHeader(name, value);
    request.upload.onprogress = (event) =>
      onProgress({
        sent: event.loaded,
        total: event.lengthComputable ? event.total : delivery.file.size,
      });
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300)
        resolve((body as { job_id: string }).job_id);
      else reject(toProblem(request.status, body, request.getResponseHeader('x-request-id')));
    };
    request.onerror = () => reject(new ApiProblem(0, {}, null));
    request.onabort = () => reject(new UploadCancelled());
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(bodyOf(delivery));
  });
}
