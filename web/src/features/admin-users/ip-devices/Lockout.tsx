import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { ProblemAlert } from '@/ui/ProblemAlert';

interface Props {
  error: unknown;
  isConfirmed: boolean;
  onConfirm: (isConfirmed: boolean) => void;
}

/** What went wrong; where the change would lock out who makes it, they may insist. */
export function Lockout({ error, isConfirmed, onConfirm }: Props) {
  const { t } = useTranslation('adminNetworks');
  if (error === null) return null;
  return (
    <>
      <ProblemAlert error={error} />
      {asProblem(error).code === 'WOULD_LOCK_YOU_OUT' && (
        <Checkbox
          label={t('confirmLockout')}
          checked={isConfirmed}
          onChange={(event) => onConfirm(event.currentTarget.checked)}
          data-testid="confirm-lockout"
        />
      )}
    </>
  );
}
