import { Alert, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { IconAlert, IconCheck, IconInfo } from '@/ui/icons';
import { nameOf } from './model';
import type { Result } from './queries';

const LOOKS = {
  no_users: { color: 'gray', icon: <IconInfo /> },
  too_early: { color: 'gray', icon: <IconInfo /> },
  keep_running: { color: 'brand', icon: <IconInfo /> },
  winner: { color: 'teal', icon: <IconCheck /> },
  control_wins: { color: 'teal', icon: <IconCheck /> },
  inconclusive: { color: 'gray', icon: <IconInfo /> },
  mismatch: { color: 'red', icon: <IconAlert /> },
} as const;

/** What to do, in words: the one reading that may be trusted at any time. */
export function Verdict({ result }: { result: Result }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const { experiment, verdict } = result;
  const look = LOOKS[verdict];
  const planned = experiment.planned_users;
  const words = {
    variant: result.winner === null ? '' : nameOf(experiment, result.winner),
    least: format.number(experiment.least_users),
  };
  return (
    <Alert
      variant="light"
      color={look.color}
      icon={look.icon}
      title={t(`verdict.${verdict}.title`, words)}
      data-testid="verdict"
      data-verdict={verdict}
    >
      <Stack gap="xs">
        {experiment.decision === null && (
          <Text size="sm">{t(`verdict.${verdict}.text`, words)}</Text>
        )}
        {planned !== null && result.users > 0 && (
          <div>
            <Text size="xs" mb={4}>
              {t('usersOf', {
                users: format.number(result.users),
                planned: format.number(planned),
              })}
            </Text>
            <Progress
              value={Math.min(100, (result.users / planned) * 100)}
              aria-label={t('columns.users')}
            />
          </div>
        )}
        {experiment.decision !== null && (
          <Text size="sm" fw={600}>
            {t('decided', {
              variant: nameOf(experiment, experiment.decision.variant ?? ''),
              who: experiment.decision.by,
              reason: experiment.decision.reason,
            })}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
