import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConditionWords } from './model';

/** How conditions are told in short, in the reader's language. */
export function useConditionWords(): ConditionWords {
  const { t } = useTranslation('flagEditor');
  return useMemo(
    () => ({
      operator: (op, negate) =>
        negate ? `${t('condition.not')} ${t(`operators.${op}`)}` : t(`operators.${op}`),
      segment: (segment, negate) =>
        t(negate ? 'condition.short.notInSegment' : 'condition.short.inSegment', { segment }),
      share: (from, to, by) => t('condition.short.share', { from, to, by }),
      not: (condition) => `${t('condition.not')} (${condition})`,
    }),
    [t],
  );
}
