import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy, IconInfo } from '@/ui/icons';
import classes from './adminUsers.module.css';

/** A link that lets somebody in once. */
export interface OneTimeLink {
  kind: 'invite' | 'reset';
  url: string;
  name: string;
  email: string;
  mailed: boolean;
}

interface Props {
  link: OneTimeLink | null;
  onClose: () => void;
}

/** Shows a link this once: the server keeps only its hash. */
export function LinkDialog({ link, onClose }: Props) {
  const { t } = useTranslation(['adminUsers', 'common']);
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      size="lg"
      closeOnClickOutside={false}
      title={<Text fw={650}>{link && t(`link.${link.kind}`, { name: link.name })}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="link-dialog"
    >
      {link && (
        <Stack>
          <Alert variant="light" icon={<IconInfo />} color={link.mailed ? 'blue' : 'orange'}>
            {t(link.mailed ? 'link.mailed' : 'link.notMailed', { email: link.email })}
          </Alert>
          <Code block className={classes.link} data-testid="one-time-link">
            {link.url}
          </Code>
          <Text size="sm" c="dimmed">
            {t('link.once')}
          </Text>
          <Group justify="flex-end" gap="xs">
            <CopyButton value={link.url} timeout={2000}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                  onClick={copy}
                >
                  {copied ? t('common:copied') : t('link.copy')}
                </Button>
              )}
            </CopyButton>
            <Button onClick={onClose} data-testid="link-done">
              {t('link.done')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
