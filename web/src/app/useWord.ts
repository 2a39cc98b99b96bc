import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { resources } from '@/locales';

type Namespace = keyof (typeof resources)['en'];

/** Translates a value of an open list, such as a category: an unknown one is shown as it is. */
export function useWord(namespace: Namespace, group: string): (value: string) => string {
  const { i18n } = useTranslation(namespace);
  const { language } = i18n;
  return useCallback(
    (value) => {
      const text: unknown = i18n.getResource(language, namespace, `${group}.${value}`);
      return typeof text === 'string' ? text : value;
    },
    [i18n, language, namespace, group],
  );
}
