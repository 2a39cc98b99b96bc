import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import type { Sent } from './upload';

interface Props {
  file: File;
  sent: Sent | null;
  onCancel: () => void;
}

/** How much of the file has gone out, and the way to stop it. */
export function SendingProgress({ file, sent, onCancel }: Props) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const total = sent?.total ?? file.size;
  const done = sent?.sent ?? 0;
  const percent = total > 0 ? Math.floor((done / total) * 100) : 0;
  const arrived = percent >= 100;

  return (
    <Stack gap="xs" data-testid="sending">
      <Text fw={600}>{t('upload.sending', { file: file.name })}</Text>
      <Progress.Root size="lg">
        <Progress.Section
          value={percent}
          animated={arrived}
          aria-label={t('upload.sending', { file: file.name })}
        />
      </Progress.Root>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {arrived
            ? t('upload.storing')
            : t('upload.sent', { sent: format.bytes(done), total: format.bytes(total) })}
        </Text>
        <Button variant="default" onClick={onCancel}>
          {t('upload.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
