import { Button, Card, Collapse, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { IconChevronDown } from '@/ui/icons';
import { Callout } from './Callout';
import { type DeliveryNotes, hasBadAddress, NO_NOTES } from './delivery';
import { DeliveryFields } from './DeliveryFields';
import classes from './imports.module.css';
import { RefusedUpload } from './RefusedUpload';
import { SendingProgress } from './SendingProgress';
import { UploadDropzone } from './UploadDropzone';
import { useUpload } from './useUpload';
import type { Limits } from './wire';

/** A new import: choose a file, say what it is, send it. */
export function UploadCard({ limits }: { limits: Limits | undefined }) {
  const { t } = useTranslation('imports');
  const [file, setFile] = useState<File | null>(null);
  const [notes, setNotes] = useState<DeliveryNotes>(NO_NOTES);
  const [detailsOpen, setDetailsOpen] = useState(false);
  const [hint, setHint] = useState<string | null>(null);
  const detailsId = useId();
  const sending = useUpload();
  const format = useFormat();

  useBlocker({
    shouldBlockFn: () => !window.confirm(t('upload.leave')),
    enableBeforeUnload: sending.busy,
    disabled: !sending.busy,
  });

  const choose = (chosen: File) => {
    sending.reset();
    const refusal = refusalOf(chosen);
    setFile(refusal === null ? chosen : null);
    setHint(refusal);
  };

  /** Why a file need not be sent at all; the server would refuse it, too. */
  const refusalOf = ({ name, size }: File): string | null => {
    if (size === 0) return t('upload.empty', { file: name });
    if (limits === undefined || size <= limits.max_bytes) return null;
    return t('upload.tooLarge', {
      file: name,
      size: format.bytes(size),
      limit: format.bytes(limits.max_bytes),
    });
  };

  const submit = () => {
    if (file === null) return;
    if (hasBadAddress(notes)) setDetailsOpen(true);
    else sending.start({ file, ...notes });
  };

  return (
    <Card component="section" aria-labelledby={`${detailsId}-h`} padding="md">
      <Stack gap="sm">
        <Title order={2} size="h4" id={`${detailsId}-h`}>
          {t('upload.heading')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('upload.unchanged')}
        </Text>
        {sending.busy && file !== null ? (
          <SendingProgress file={file} sent={sending.sent} onCancel={sending.cancel} />
        ) : (
          <>
            <UploadDropzone
              file={file}
              limits={limits}
              onFile={choose}
              onTooMany={() => setHint(t('upload.onlyOne'))}
            />
            {hint !== null && (
              <Callout tone="warn" role="alert">
                {hint}
              </Callout>
            )}
            {sending.cancelled && (
              <Callout tone="info" role="status">
                {t('upload.cancelled')}
              </Callout>
            )}
            {sending.error !== null && <RefusedUpload file={file} error={sending.error} />}
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
