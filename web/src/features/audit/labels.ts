import { useTranslation } from 'react-i18next';
import type { Tone } from '@/ui/StatusBadge';
import type { Outcome } from './search';

export const TONES: Record<Outcome, Tone> = { SUCCESS: 'good', FAILED: 'warn', DENIED: 'bad' };

/** A period in hours as the reader's language says it: "24 hours", "30 gün". */
export function periodText(hours: number, locale: string): string {
  const [size, unit] =
    hours % 8760 === 0
      ? ([8760, 'year'] as const)
      : hours % 24 === 0 && hours > 24
        ? ([24, 'day'] as const)
        : ([1, 'hour'] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    hours / size,
  );
}

/**
 * Words for the codes of the log. The lists of codes are open (each part of the product brings its
 * own), so a code without words is shown as it is.
 */
export function useAuditWords() {
  const { t, i18n } = useTranslation('audit');
  const words = (group: 'actions' | 'types' | 'verify.reasons', code: string): string => {
    const key = `${group}.${code.replaceAll(/[.\s]/g, '_')}`;
    return i18n.exists(key, { ns: 'audit' }) ? t(key as 'title') : code;
  };
  return {
    action: (code: string) => words('actions', code),
    status: (outcome: Outcome) => t(`status.${outcome}`),
    type: (code: string) => words('types', code),
    chainReason: (reason: string) => words('verify.reasons', reason),
    period: (hours: number) => periodText(hours, i18n.language),
  };
}
