import { Button, Code, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Gap, useSetContract } from './queries';

const template = (gap: Gap) => `contract: 1
gap: ${gap.id}
title: ${JSON.stringify(gap.title)}
as: owner
steps:
  - name: ${JSON.stringify(gap.endpoints[0] ?? 'GET /api/v1/...')}
    request: ${gap.endpoints[0] ?? 'GET /api/v1/...'}
    expect: {status: 200}
`;

/** The contract that proves the gap closed: read, written, removed. */
export function Contract({ gap }: { gap: Gap }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const mayWrite = useAccess().can('gaps:write');
  const [base, setBase] = useState<Gap | null>(null);
  if (base !== null) return <Editor gap={base} onDone={() => setBase(null)} />;
  return (
    <Stack gap="xs">
      {gap.contract === null ? (
        <Text size="sm" c="dimmed">
          {t('contract.none')}
        </Text>
      ) : (
        <Code block style={{ maxHeight: 320, overflow: 'auto' }} tabIndex={0}>
          {gap.contract}
        </Code>
      )}
      {mayWrite && (
        <Group>
          <Button size="xs" variant="default" onClick={() => setBase(gap)}>
            {t(gap.contract === null ? 'contract.write' : 'contract.edit')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Editor({ gap, onDone }: { gap: Gap; onDone: () => void }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const [text, setText] = useState(gap.contract ?? template(gap));
  const save = useSetContract(gap);
  return (
    <Stack gap="xs">
      <Textarea
        label={t('contract.label')}
        description={t('contract.hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={8}
        maxRows={24}
        styles={{ input: { fontFamily: 'monospace' } }}
        spellCheck={false}
        data-testid="contract"
      />
      {save.isError && <ProblemAlert error={save.error} />}
      <Group gap="xs">
        <Button
          size="xs"
          loading={save.isPending}
          onClick={() =>
            save.mutate(text.trim() === '' ? null : text, {
              onSuccess: () => {
                notifyDone(t('contract.saved', { id: gap.id }));
                onDone();
              },
            })
          }
        >
          {t('common:save')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('common:cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
