import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { download } from '@/api/download';
import { IconDownload } from './icons';
import { notifyDone, notifyProblem } from './notify';

interface Props {
  /** Address of the file, with the filters of the list beside it. */
  path: string;
  filename: string;
  label: string;
  /** What is said when the file is there. */
  done: string;
  disabled?: boolean;
  onDone?: () => void;
  testId?: string;
}

/** Downloads what a list shows as a file. */
export function ExportButton({ path, filename, label, done, disabled, onDone, testId }: Props) {
  const exporting = useMutation({
    mutationFn: () => download(path, filename),
    onSuccess: () => {
      notifyDone(done);
      onDone?.();
    },
    onError: notifyProblem,
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={exporting.isPending}
      disabled={disabled}
      onClick={() => exporting.mutate()}
      data-testid={testId}
    >
      {label}
    </Button>
  );
}
