import { Anchor, Code, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { download } from '@/api/download';
import { CopyButton } from '@/ui/CopyButton';
import { notifyProblem } from '@/ui/notify';
import { evidencePath } from './queries';

/** Names of evidence; each is the SHA-256 of the file that it fetches. */
export function EvidenceFiles({ names }: { names: string[] }) {
  const { t } = useTranslation('gapRegister');
  return names.map((name) => (
    <Group key={name} gap={4} wrap="nowrap">
      <Anchor
        component="button"
        type="button"
        size="xs"
        onClick={() => {
          download(evidencePath(name), name).catch(notifyProblem);
        }}
      >
        <Code>{name.slice(0, 12)}</Code>
      </Anchor>
      <CopyButton value={name} label={t('evidence.hash')} />
    </Group>
  ));
}
