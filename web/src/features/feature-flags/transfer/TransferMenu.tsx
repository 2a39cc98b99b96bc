import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { download } from '@/api/download';
import { IconChevronDown, IconDownload, IconUpload } from '@/ui/icons';
import { notifyProblem } from '@/ui/notify';
import type { Environment } from '../search';
import { ImportDialog } from './ImportDialog';
import { exportPath, type ExportFormat } from './queries';

const FORMATS: ExportFormat[] = ['gapless', 'flagd'];

/** Flags in from another system's file, and out as a file. */
export function TransferMenu({
  environment,
  canImport,
}: {
  environment: Environment;
  canImport: boolean;
}) {
  const { t } = useTranslation(['flagTransfer', 'featureFlags']);
  const [importing, dialog] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            rightSection={<IconChevronDown size={16} />}
            data-testid="transfer"
          >
            {t('menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {canImport && (
            <>
              <Menu.Item
                leftSection={<IconUpload size={16} />}
                onClick={dialog.open}
                data-testid="import-flags"
              >
                {t('import.action')}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Label>
            {t('export.label', { environment: t(`featureFlags:environments.${environment}`) })}
          </Menu.Label>
          {FORMATS.map((format) => (
            <Menu.Item
              key={format}
              leftSection={<IconDownload size={16} />}
              data-testid={`export-${format}`}
              onClick={() => {
                download(
                  exportPath(environment, format),
                  `flags.${environment}.${format}.json`,
                ).catch(notifyProblem);
              }}
            >
              {t(`export.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ImportDialog opened={importing} onClose={dialog.close} environment={environment} />
    </>
  );
}
