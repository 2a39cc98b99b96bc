import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { download } from '@/api/download';
import { LANGUAGES } from '@/app/i18n';
import { IconDownload } from '@/ui/icons';
import { notifyProblem } from '@/ui/notify';
import { exportPath } from './queries';

const FORMATS = ['md', 'csv', 'json'] as const;

/** The register as a file, in either language. */
export function ExportMenu() {
  const { t } = useTranslation('gapRegister');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          {t('export.action')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.flatMap((language) => [
          <Menu.Label key={language}>{t(`languages.${language}`)}</Menu.Label>,
          ...FORMATS.map((format) => (
            <Menu.Item
              key={`${language}-${format}`}
              onClick={() => {
                download(exportPath(format, language), `REGISTER.${language}.${format}`).catch(
                  notifyProblem,
                );
              }}
            >
              {t(`export.${format}`)}
            </Menu.Item>
          )),
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}
