import {
  Alert,
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  Modal,
  Stack,
  Text,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { IconAlert, IconCheck, IconCopy } from '@/ui/icons';
import { Time } from '@/ui/Time';
import { curlExample, examplePath, type ScopeInfo } from './model';
import classes from './api-keys.module.css';

export type Issued = Schema<'ApiKeyIssued'> & { isNew: boolean };

interface Props {
  issued: Issued | null;
  scopes: ScopeInfo[] | undefined;
  onClose: () => void;
}

/** A secret, this once: it closes only when the admin says that it is stored. */
export function SecretDialog({ issued, scopes, onClose }: Props) {
  const { t } = useTranslation('apiKeys');
  return (
    <Modal
      opened={issued !== null}
      onClose={onClose}
      size="lg"
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={
        <Text fw={650}>
          {issued && t(issued.isNew ? 'secret.new' : 'secret.rotated', { name: issued.key.name })}
        </Text>
      }
      data-testid="secret-dialog"
    >
      {issued && <Secret issued={issued} scopes={scopes} onClose={onClose} />}
    </Modal>
  );
}

function Secret({ issued, scopes, onClose }: Props & { issued: Issued }) {
  const { t } = useTranslation('apiKeys');
  const [stored, setStored] = useState(false);
  const { api_key, key } = issued;
  const example = curlExample(window.location.origin, api_key, examplePath(key.scopes, scopes));
  return (
    <Stack>
      <Alert color="orange" variant="light" icon={<IconAlert />} title={t('secret.onceTitle')}>
        {t('secret.onceText')}
      </Alert>
      <Group wrap="nowrap" gap="xs">
        <Code className={classes.secret} data-testid="secret">
          {api_key}
        </Code>
        <Copy value={api_key} label={t('secret.copy')} main />
      </Group>
      {key.previous_secret !== null && (
        <Text size="sm">
          {t('secret.previous', { lastFour: key.previous_secret.last_four })}{' '}
          <Time value={key.previous_secret.until} />
        </Text>
      )}
      <div>
        <Group justify="space-between" mb={4}>
          <Text size="sm" fw={600}>
            {t('secret.example')}
          </Text>
          <Copy value={example} label={t('secret.copyExample')} />
        </Group>
        <Code block>{example}</Code>
      </div>
      <Checkbox
        label={t('secret.stored')}
        checked={stored}
        onChange={(event) => setStored(event.currentTarget.checked)}
        data-testid="secret-stored"
      />
      <Group justify="flex-end">
        <Button onClick={onClose} disabled={!stored} data-testid="secret-close">
          {t('secret.done')}
        </Button>
      </Group>
    </Stack>
  );
}

function Copy({ value, label, main = false }: { value: string; label: string; main?: boolean }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          variant={main ? 'filled' : 'default'}
          size={main ? 'sm' : 'xs'}
          style={{ flexShrink: 0 }}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={copy}
        >
          {copied ? t('copied') : label}
        </Button>
      )}
    </CopyButton>
  );
}
