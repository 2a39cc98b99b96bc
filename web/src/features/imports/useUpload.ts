import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { IMPORTS_KEY } from './queries';
import { type Delivery, type Sent, upload, UploadCancelled } from './upload';

/** Sends a file, tells how far it is, and opens the import once the server has it. */
export function useUpload() {
  const [sent, setSent] = useState<Sent | null>(null);
  const stop = useRef<AbortController>(null);
  const cache = useQueryClient();
  const navigate = useNavigate();

  const sending = useMutation({
    mutationFn: (delivery: Delivery) => {
      const controller = new AbortController();
      stop.current = controller;
      setSent(null);
      return upload(delivery, controller.signal, setSent);
    },
    // The file has arrived, so leaving the page stops nothing.
    onSuccess: (jobId) =>
      navigate({ to: '/games/import/$jobId', params: { jobId }, ignoreBlocker: true }),
    // After a cancel, too: the server may have had the whole file already.
    onSettled: () => cache.invalidateQueries({ queryKey: IMPORTS_KEY }),
  });

  useEffect(() => () => stop.current?.abort(), []);

  const cancelled = sending.error instanceof UploadCancelled;
  return {
    busy: sending.isPending,
    sent,
    cancelled,
    error: cancelled ? null : sending.error,
    start: (delivery: Delivery) => sending.mutate(delivery),
    cancel: () => stop.current?.abort(),
    reset: () => sending.reset(),
  };
}
