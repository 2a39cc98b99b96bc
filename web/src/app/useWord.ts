import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { resources } from '@/locales';

type Namespace = keyof (typeof resources)['en'];

/** Translates a value of an open list, such as a category: an unknown one is shown as it is. */
export function useWord(namespace: Namespace, group: string): (value: string) => string {
  const { i18n } = useTranslation(namespace);
  return useCallback(
    (value) => {
      const key = `${group}.${value}`;
      if (!i18n.exists(key, { ns: namespace })) return value;
      // The key was just found; its type is not known before.
      return i18n.t(key as never, { ns: namespace });
    },
    [i18n, namespace, group],
  );
}
