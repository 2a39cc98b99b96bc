import { SegmentedControl, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAuto, IconMoon, IconSun } from '@/ui/icons';
import { currentLanguage, setLanguage } from '../i18n';

const SCHEMES = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconAuto],
] as const;

export function SchemeControl() {
  const { t } = useTranslation('shell');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('scheme.label')}
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      data={SCHEMES.map(([value, Icon]) => ({
        value,
        label: (
          <>
            <Icon size={16} style={{ display: 'block', margin: '1px auto' }} />
            <VisuallyHidden>{t(`scheme.${value}`)}</VisuallyHidden>
          </>
        ),
      }))}
    />
  );
}

export function LanguageControl() {
  const { t } = useTranslation('shell');
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('language')}
      value={currentLanguage()}
      onChange={(value) => void setLanguage(value)}
      data={[
        { value: 'en', label: 'English' },
        { value: 'tr', label: 'Türkçe' },
      ]}
    />
  );
}
