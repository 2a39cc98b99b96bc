import { Alert, Button, FileInput, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconAlert, IconFile } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import type { Environment } from '../search';
import { ImportOptions } from './ImportOptions';
import { ImportReport } from './ImportReport';
import { type Choice, importPreviewQuery, useImportFlags } from './queries';

interface Props {
  opened: boolean;
  onClose: () => void;
  environment: Environment;
}

/** Choose a file, see what would become of each flag, then import it. */
export function ImportDialog({ opened, onClose, environment }: Props) {
  const { t } = useTranslation(['flagTransfer', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={960}
      title={<Text fw={650}>{t('import.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form onClose={onClose} environment={environment} />
    </Modal>
  );
}

function Form({ onClose, environment }: Omit<Props, 'opened'>) {
  const { t } = useTranslation(['flagTransfer', 'featureFlags', 'common']);
  const [file, setFile] = useState<File | null>(null);
  const [choice, setChoice] = useState<Choice>({
    environment,
    on_conflict: 'skip',
    switched_off: false,
  });
  const [asking, question] = useDisclosure(false);
  const preview = useQuery(importPreviewQuery(file, choice));
  const apply = useImportFlags();
  const plan = file === null || preview.isError ? undefined : preview.data;
  const written = plan?.counts.written ?? 0;

  function choose(chosen: File | null) {
    setFile(chosen);
    // What was chosen for one file means nothing for the next.
    setChoice((old) => ({ ...old, format: undefined, source_environment: undefined }));
  }

  function confirm(reason: string | undefined) {
    if (file === null || plan === undefined) return;
    apply.mutate(
      { file, choice, plan: plan.plan, reason },
      {
        onSuccess: (done) => {
          notifyDone(t('import.done', { count: done.counts.written }));
          question.close();
          onClose();
        },
      },
    );
  }

  return (
    <Stack>
      <Text size="sm">{t('import.text')}</Text>
      <FileInput
        label={t('import.file')}
        placeholder={t('import.choose')}
        leftSection={<IconFile size={16} />}
        clearable
        accept=".json,.yaml,.yml,application/json"
        value={file}
        onChange={choose}
        clearButtonProps={{ 'aria-label': t('common:clear') }}
        data-testid="flag-file"
      />
      {file !== null && <ImportOptions choice={choice} plan={plan} onChange={setChoice} />}
      {file !== null && preview.isError && <ProblemAlert error={preview.error} />}
      {file !== null && preview.isPending && <Skeleton h={160} aria-label={t('import.reading')} />}
      {plan?.approvals_required === true && !choice.switched_off && (
        <Alert color="yellow" icon={<IconAlert />} title={t('import.approvalsTitle')}>
          {t('import.approvals')}
        </Alert>
      )}
      {plan !== undefined && <ImportReport plan={plan} isStale={preview.isFetching} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          onClick={() => {
            apply.reset();
            question.open();
          }}
          disabled={written === 0 || preview.isFetching}
          data-testid="apply-flag-import"
        >
          {written === 0 ? t('import.nothing') : t('import.apply', { count: written })}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        onClose={question.close}
        title={t('import.confirmTitle', {
          environment: t(`featureFlags:environments.${choice.environment}`),
        })}
        confirm={t('import.confirm')}
        danger={choice.on_conflict === 'replace'}
        reason="required"
        isPending={apply.isPending}
        error={apply.error}
        onConfirm={confirm}
      >
        <Stack gap={4}>
          <Text size="sm">{t('import.confirmText', { count: written })}</Text>
          {choice.on_conflict === 'replace' && <Text size="sm">{t('import.confirmReplace')}</Text>}
        </Stack>
      </ConfirmDialog>
    </Stack>
  );
}
