import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meQuery } from '@/features/auth/session';
import { useFormat } from '@/ui/format';
import { AnchorLink } from '@/ui/links';
import classes from './Shell.module.css';

/** Stands in every owner's panel while emergency access is open. */
export function BreakGlassBanner() {
  const { t } = useTranslation('shell');
  const format = useFormat();
  const { data } = useQuery({ ...meQuery, refetchInterval: 60_000 });
  const open = data?.break_glass;
  if (!open) return null;
  const time = `${format.utc(open.ends_at)} UTC`;
  return (
    <div className={classes.banner} data-tone="bad" role="alert" data-testid="break-glass-banner">
      <Text size="sm" inherit>
        {open.is_own
          ? t('breakGlass.own', { time })
          : t('breakGlass.other', { time, name: open.opened_for, reason: open.reason })}
      </Text>
      <AnchorLink size="sm" to="/admins/sessions" c="inherit" style={{ flexShrink: 0 }}>
        {t('breakGlass.sessions')}
      </AnchorLink>
    </div>
  );
}
