import { Button, Divider, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { goToProvider, optionsQuery } from './queries';

/** The identity providers for the address being typed; nothing where there are none. */
export function SsoOptions({ email, next }: { email: string; next: string }) {
  const { t } = useTranslation('sso');
  const [settled] = useDebouncedValue(email, 300);
  const options = useQuery({ ...optionsQuery(settled), placeholderData: keepPreviousData });
  const leave = useMutation({ mutationFn: (id: string) => goToProvider(id, next) });
  if (options.data === undefined || options.data.length === 0) return null;
  return (
    <Stack gap="xs" mt="md">
      <Divider label={t('or')} />
      {leave.isError && <ProblemAlert error={leave.error} />}
      {options.data.map((option) => (
        <Button
          key={option.id}
          variant="default"
          size="md"
          loading={leave.isPending && leave.variables === option.id}
          onClick={() => leave.mutate(option.id)}
        >
          {t('continueWith', { name: option.name })}
        </Button>
      ))}
    </Stack>
  );
}
