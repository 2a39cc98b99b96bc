import {
  Alert,
  Button,
  FileInput,
  Group,
  List,
  Modal,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { IconCheck, IconFile } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useUploadCapture } from './queries';
import { ALONE, ServerChoice } from './ServerChoice';

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** Sends a HAR or a scan result, and tells what it showed. */
export function UploadDialog({ opened, onClose }: Props) {
  const { t } = useTranslation(['gapRegister', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Text fw={650}>{t('upload.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const [host, setHost] = useState('');
  const [server, setServer] = useState('this');
  const upload = useUploadCapture();

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (file !== null) {
      upload.mutate({ file, host: host.trim(), server: server === ALONE ? '' : server });
    }
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t('upload.text')}</Text>
        <FileInput
          label={t('upload.file')}
          placeholder={t('upload.choose')}
          leftSection={<IconFile size={16} />}
          accept=".har,.json,application/json"
          value={file}
          onChange={(chosen) => {
            setFile(chosen);
            upload.reset();
          }}
          data-testid="capture-file"
        />
        <ServerChoice value={server} onChange={setServer} />
        <TextInput
          label={t('upload.host')}
          description={t('upload.hostHint')}
          placeholder="shop.example:8000"
          maxLength={253}
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
        {upload.isError && <ProblemAlert error={upload.error} />}
        {upload.data !== undefined && (
          <Alert
            color="teal"
            icon={<IconCheck />}
            title={t('upload.done', {
              count: upload.data.findings,
              findings: format.number(upload.data.findings),
              fresh: format.number(upload.data.fresh),
            })}
            data-testid="capture-result"
          >
            {upload.data.server !== null && (
              <Text size="sm">{t('upload.against', { server: upload.data.server })}</Text>
            )}
            {upload.data.reopened.length > 0 && (
              <Text size="sm" fw={600}>
                {t('upload.reopened', { gaps: upload.data.reopened.join(', ') })}
              </Text>
            )}
            <List size="sm">
              {upload.data.notices.map((notice) => (
                <List.Item key={notice}>{notice}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:close')}
          </Button>
          <Button type="submit" loading={upload.isPending} disabled={file === null}>
            {t('upload.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
