import { Alert, Button, FileInput, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { IconAlert, IconFile } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ImportPreview } from './ImportPreview';
import { useApplyImport, usePreviewImport } from './queries';

export function ImportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={<Text fw={650}>{t('import.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form onClose={onClose} />
    </Modal>
  );
}

/** Choose the files, see what they would change, then take them over. */
function Form({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const format = useFormat();
  const [files, setFiles] = useState<File[]>([]);
  const preview = usePreviewImport();
  const apply = useApplyImport();
  const plan = preview.data;

  function choose(chosen: File[]) {
    setFiles(chosen);
    apply.reset();
    if (chosen.length > 0) preview.mutate(chosen);
    else preview.reset();
  }

  function confirm() {
    if (plan === undefined) return;
    apply.mutate(
      { files, version: plan.version },
      {
        onSuccess: (done) => {
          notifyDone(
            t('import.done', {
              added: format.number(done.added.length),
              replaced: format.number(done.replaced.length),
            }),
          );
          onClose();
        },
      },
    );
  }

  return (
    <Stack>
      <Text size="sm">{t('import.text')}</Text>
      <FileInput
        label={t('import.files')}
        placeholder={t('import.choose')}
        leftSection={<IconFile size={16} />}
        multiple
        clearable
        accept=".md,text/markdown"
        value={files}
        onChange={choose}
        clearButtonProps={{ 'aria-label': t('common:clear') }}
        data-testid="register-files"
      />
      {preview.isError && <ProblemAlert error={preview.error} />}
      {preview.isPending && <Text size="sm">{t('import.reading')}</Text>}
      {plan !== undefined && (
        <>
          {plan.refused !== null && (
            <Alert color="red" icon={<IconAlert />} title={t('import.refused')}>
              {plan.refused}
            </Alert>
          )}
          <ImportPreview plan={plan} />
        </>
      )}
      {apply.isError && <ProblemAlert error={apply.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          onClick={confirm}
          loading={apply.isPending}
          disabled={plan === undefined || plan.refused !== null}
          data-testid="apply-import"
        >
          {t('import.apply')}
        </Button>
      </Group>
    </Stack>
  );
}
