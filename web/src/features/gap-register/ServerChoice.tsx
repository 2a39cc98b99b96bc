import { Button, FileButton, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useFormat } from '@/ui/format';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { serversQuery, useAddServer, useRemoveServer } from './servers';

/** Judged alone: Mantine's Select keeps an empty value for "nothing chosen". */
export const ALONE = 'none';

interface Props {
  value: string;
  onChange: (server: string) => void;
}

/** Which server's OpenAPI document an upload is held against; another can be added on the spot. */
export function ServerChoice({ value, onChange }: Props) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const format = useFormat();
  const servers = useQuery(serversQuery);
  const add = useAddServer();
  const [removing, setRemoving] = useState(false);
  const kept = servers.data?.items ?? [];
  const chosen = kept.find((one) => one.id === value);
  const count = (operations: number) =>
    t('upload.operations', { count: operations, number: format.number(operations) });

  return (
    <Stack gap="xs">
      <Select
        label={t('upload.server')}
        description={t('upload.serverHint')}
        data={[
          {
            value: 'this',
            label: `${t('upload.thisServer')} (${count(servers.data?.own_operations ?? 0)})`,
          },
          ...kept.map((one) => ({
            value: one.id,
            label: `${one.name} (${count(one.operations)})`,
          })),
          { value: ALONE, label: t('upload.alone') },
        ]}
        value={value}
        allowDeselect={false}
        onChange={(next) => onChange(next ?? ALONE)}
        data-testid="capture-server"
      />
      <Group gap="xs">
        <FileButton
          accept=".json,.yaml,.yml"
          onChange={(file) => {
            if (file !== null) add.mutate(file, { onSuccess: (row) => onChange(row.id) });
          }}
          inputProps={
            { 'data-testid': 'server-file', 'aria-label': t('upload.addServer') } as object
          }
        >
          {(props) => (
            <Button {...props} variant="default" size="xs" loading={add.isPending}>
              {t('upload.addServer')}
            </Button>
          )}
        </FileButton>
        {chosen !== undefined && (
          <Button variant="subtle" color="red" size="xs" onClick={() => setRemoving(true)}>
            {t('upload.removeServer')}
          </Button>
        )}
      </Group>
      {servers.isError && <ProblemAlert error={servers.error} />}
      {add.isError && <ProblemAlert error={add.error} />}
      {removing && chosen !== undefined && (
        <RemoveServer
          id={chosen.id}
          name={chosen.name}
          onClose={() => setRemoving(false)}
          onRemoved={() => onChange('this')}
        />
      )}
    </Stack>
  );
}

interface RemoveProps {
  id: string;
  name: string;
  onClose: () => void;
  onRemoved: () => void;
}

function RemoveServer({ id, name, onClose, onRemoved }: RemoveProps) {
  const { t } = useTranslation('gapRegister');
  const remove = useRemoveServer();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('upload.removeTitle', { name })}
      confirm={t('upload.removeServer')}
      danger
      reason="optional"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={(reason) =>
        remove.mutate(
          { id, reason },
          {
            onSuccess: () => {
              onRemoved();
              onClose();
            },
          },
        )
      }
    >
      <Text size="sm">{t('upload.removeText')}</Text>
    </ConfirmDialog>
  );
}
