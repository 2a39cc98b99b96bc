import { Badge, Group, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import type { FlagRow } from './queries';
import classes from './flags.module.css';

const TONES: Record<FlagRow['status'], Tone> = { on: 'good', off: 'neutral', scheduled: 'busy' };

export function FlagStatus({ status }: { status: FlagRow['status'] }) {
  const { t } = useTranslation('featureFlags');
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}

/** The flag's state in every environment, as one dot each; the hint and screen readers get words. */
export function EnvironmentDots({ flag }: { flag: FlagRow }) {
  const { t } = useTranslation('featureFlags');
  const text = flag.environments
    .map((one) => `${t(`environments.${one.environment}`)}: ${t(`status.${one.status}`)}`)
    .join(' · ');
  return (
    <Tooltip label={text}>
      <Group gap={4} wrap="nowrap" role="img" aria-label={text} w="fit-content">
        {flag.environments.map((one) => (
          <span key={one.environment} className={classes.dot} data-status={one.status}>
            {t(`environmentLetters.${one.environment}`)}
          </span>
        ))}
      </Group>
    </Tooltip>
  );
}

/** Why the flag looks forgotten, if it does. */
export function StaleMarks({ stale }: { stale: FlagRow['stale'] }) {
  const { t } = useTranslation('featureFlags');
  const format = useFormat();
  return stale.map((reason) => (
    <Tooltip
      key={reason.code}
      label={t('staleSince', {
        reason: t(`stale.${reason.code}`),
        when: format.utc(reason.since),
      })}
    >
      <Badge variant="light" color="orange" tt="none" data-testid="stale-mark">
        {t(`stale.${reason.code}`)}
      </Badge>
    </Tooltip>
  ));
}
