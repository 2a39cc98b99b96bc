import { Button } from '@mantine/core';
import { IconCheck } from '@/ui/icons';
import { notifyProblem } from '@/ui/notify';
import { useVerify } from './queries';

interface Props {
  /** Null: every gap with a contract. */
  gaps: string[] | null;
  label: string;
  disabled?: boolean;
  onStarted: (run: string) => void;
}

export function VerifyButton({ gaps, label, disabled, onStarted }: Props) {
  const verify = useVerify();
  return (
    <Button
      variant="default"
      leftSection={<IconCheck size={16} />}
      loading={verify.isPending}
      disabled={disabled}
      onClick={() =>
        verify.mutate(gaps, { onSuccess: (run) => onStarted(run.id), onError: notifyProblem })
      }
      data-testid="verify"
    >
      {label}
    </Button>
  );
}
