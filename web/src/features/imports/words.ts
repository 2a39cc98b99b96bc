import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { displayValue } from '@/ui/diff';

/** Names of fields and their values, as the reader's language writes them. */
export function useWords() {
  const { t, i18n } = useTranslation('imports');
  const format = useFormat();

  const field = (name: string): string => {
    const key = `field.${name}`;
    return i18n.exists(key, { ns: 'imports' }) ? t(key as 'field.name') : name;
  };

  return {
    field,
    fields: (names: string[]) =>
      new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names.map(field)),
    list: (names: string[]) =>
      new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names),
    value: (name: string, value: unknown): string => {
      if (value === null || value === undefined || value === '') return t('rows.nothing');
      if (name === 'rtp' && !Number.isNaN(Number(value))) return format.percent(Number(value));
      if (Array.isArray(value)) return value.map(String).join(', ');
      return displayValue(value) ?? t('rows.nothing');
    },
  };
}
