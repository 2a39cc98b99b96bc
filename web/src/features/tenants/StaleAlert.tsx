import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconInfo, IconRefresh } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';

interface Props {
  isReloading: boolean;
  error: unknown;
  onReload: () => void;
}

/** Somebody else saved first: nothing is lost, and one press brings both together. */
export function StaleAlert({ isReloading, error, onReload }: Props) {
  const { t } = useTranslation('tenants');
  return (
    <Alert
      color="yellow"
      icon={<IconAlert />}
      title={t('stale.title')}
      role="alert"
      data-testid="stale"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('stale.text')}</Text>
        {error !== null && <ProblemAlert error={error} />}
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={isReloading}
          onClick={onReload}
          data-testid="reapply"
        >
          {t('stale.reload')}
        </Button>
      </Stack>
    </Alert>
  );
}

export function Reapplied({ count }: { count: number }) {
  const { t } = useTranslation('tenants');
  return (
    <Alert icon={<IconInfo />} variant="light" role="status">
      {t('stale.done', { count })}
    </Alert>
  );
}
