import { Alert, Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { IconAlert } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { EntryFrame } from './EntryFrame';

const route = getRouteApi('/break-glass');

/** Where the link of `gapless break-glass` leads. */
export function BreakGlassPage() {
  const { t } = useTranslation('auth');
  const { token = '' } = route.useSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: () => call(api.POST('/api/v1/auth/break-glass', { body: { token } })),
    onSuccess: async () => {
      queries.clear();
      await navigate({ to: '/' });
    },
  });
  return (
    <EntryFrame title={t('breakGlass.title')} text={t('breakGlass.text')}>
      {token === '' ? (
        <Alert color="red" variant="light">
          {t('breakGlass.incomplete')}
        </Alert>
      ) : (
        <Stack>
          <Alert color="red" variant="light" icon={<IconAlert />}>
            {t('breakGlass.warning')}
          </Alert>
          {begin.isError && <ProblemAlert error={begin.error} />}
          <Button
            color="red.8"
            loading={begin.isPending}
            disabled={begin.isError}
            onClick={() => begin.mutate()}
            data-testid="begin-break-glass"
          >
            {t('breakGlass.begin')}
          </Button>
        </Stack>
      )}
    </EntryFrame>
  );
}
