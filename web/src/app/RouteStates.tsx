import { Center, Container, Loader } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';

export function RoutePending() {
  const { t } = useTranslation();
  return (
    <Center h="40vh">
      <Loader aria-label={t('loading')} />
    </Center>
  );
}

export function RouteError({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <Container size="sm" py="xl">
      <ProblemAlert error={error} onRetry={() => void router.invalidate()} />
    </Container>
  );
}
