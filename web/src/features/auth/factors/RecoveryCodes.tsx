import { Alert, Button, Checkbox, Code, Group, SimpleGrid, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/CopyButton';
import { IconDownload, IconInfo } from '@/ui/icons';

interface Props {
  codes: string[];
  done: string;
  onDone: () => void;
}

function save(codes: string[]): void {
  const url = URL.createObjectURL(new Blob([codes.join('\n') + '\n'], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'gapless-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(url);
}

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodes({ codes, done, onDone }: Props) {
  const { t } = useTranslation('factors');
  const [isKept, setKept] = useState(false);
  return (
    <Stack gap="md" data-testid="recovery-codes">
      <Alert icon={<IconInfo />} variant="light" title={t('codesTitle')}>
        {t('codesText')}
      </Alert>
      <SimpleGrid cols={2} spacing={6}>
        {codes.map((code) => (
          <Code key={code} fz="sm" ta="center" p={6}>
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => save(codes)}
        >
          {t('codesSave')}
        </Button>
        <CopyButton value={codes.join('\n')} label={t('codes')} />
      </Group>
      <Checkbox
        label={t('codesKept')}
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button disabled={!isKept} onClick={onDone} data-testid="codes-done">
        {done}
      </Button>
    </Stack>
  );
}
