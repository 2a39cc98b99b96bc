import { useTranslation } from 'react-i18next';
import { MENU } from '@/app/menu';
import { useWord } from '@/app/useWord';
import { FEATURES } from './model';
import type { SwitchItem } from './SwitchList';

export type SwitchWords = Pick<SwitchItem, 'label' | 'text' | 'showsKey'>;

/** Words for the keys of a brand's features, menu and modules; a key without words stays as it is. */
export function useTenantWords() {
  const { t } = useTranslation(['tenants', 'shell']);
  const module = useWord('killSwitch', 'modules');
  return {
    feature: (key: string): SwitchWords => {
      const known = FEATURES.find((feature) => feature === key);
      return known === undefined
        ? { label: key, text: undefined, showsKey: false }
        : {
            label: t(`features.${known}.label`),
            text: t(`features.${known}.text`),
            showsKey: true,
          };
    },
    module,
    menu: MENU.map((item) => ({
      key: item.key,
      label: t(`shell:menu.${item.label}`),
      text: item.ownerOnly === true ? t('edit.ownerOnly') : undefined,
      showsKey: true,
    })),
  };
}
