import {
  Alert,
  Button,
  Card,
  Collapse,
  Group,
  Stack,
  Text,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconInfo } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { DeliveryFields, type DeliveryNotes, isWebAddress, NO_NOTES } from './DeliveryFields';
import classes from './imports.module.css';
import { SendingProgress } from './SendingProgress';
import { UploadDropzone } from './UploadDropzone';
import { useUpload } from './useUpload';

/** A new import: choose a file, say what it is, send it. */
export function UploadCard() {
  const { t } = useTranslation('imports');
  const [file, setFile] = useState<File | null>(null);
  const [notes, setNotes] = useState<DeliveryNotes>(NO_NOTES);
  const [detailsOpen, setDetailsOpen] = useState(false);
  const [hint, setHint] = useState<string | null>(null);
  const detailsId = useId();
  const sending = useUpload();

  useBlocker({
    shouldBlockFn: () => !window.confirm(t('upload.leave')),
    enableBeforeUnload: sending.busy,
    disabled: !sending.busy,
  });

  const choose = (chosen: File) => {
    sending.reset();
    const empty = chosen.size === 0;
    setFile(empty ? null : chosen);
    setHint(empty ? t('upload.empty', { file: chosen.name }) : null);
  };

  const badNotes = notes.launch_url.trim() !== '' && !isWebAddress(notes.launch_url);
  const submit = () => {
    if (file === null) return;
    if (badNotes) setDetailsOpen(true);
    else sending.start({ file, ...notes });
  };

  return (
    <Card component="section" aria-labelledby={`${detailsId}-h`} padding="md">
      <Stack gap="sm">
        <Title order={2} size="h4" id={`${detailsId}-h`}>
          {t('upload.heading')}
        </Title>
        {sending.busy && file !== null ? (
          <SendingProgress file={file} sent={sending.sent} onCancel={sending.cancel} />
        ) : (
          <>
            <UploadDropzone
              file={file}
              onFile={choose}
              onTooMany={() => setHint(t('upload.onlyOne'))}
            />
            {hint !== null && (
              <Alert color="yellow" icon={<IconInfo />} role="alert">
                {hint}
              </Alert>
            )}
            {sending.cancelled && (
              <Alert color="gray" icon={<IconInfo />} role="status">
                {t('upload.cancelled')}
              </Alert>
            )}
            {sending.error !== null && (
              <Stack gap={4} data-testid="upload-refused">
                {file !== null && (
                  <Text fw={600} size="sm">
                    {t('upload.refused', { file: file.name })}
                  </Text>
                )}
                <ProblemAlert error={sending.error} />
                <Text size="sm" c="dimmed">
                  {t('upload.refusedHint')}
                </Text>
              </Stack>
            )}
            {file !== null && (
              <>
                <UnstyledButton
                  onClick={() => setDetailsOpen((open) => !open)}
                  aria-expanded={detailsOpen}
                  aria-controls={detailsId}
                  className={classes.disclosure}
                >
                  <IconChevronDown size={16} data-open={detailsOpen} />
                  {t('upload.details')}
                </UnstyledButton>
                <Collapse expanded={detailsOpen} id={detailsId}>
                  <Text size="xs" c="dimmed" mb="xs">
                    {t('upload.detailsText')}
                  </Text>
                  <DeliveryFields value={notes} onChange={setNotes} />
                </Collapse>
                <Group justify="flex-end">
                  <Button onClick={submit} size="md" data-testid="upload-submit">
                    {t('upload.submit')}
                  </Button>
                </Group>
              </>
            )}
          </>
        )}
      </Stack>
    </Card>
  );
}
