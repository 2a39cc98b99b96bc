import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge } from '@/ui/StatusBadge';
import type { BulkResult, UserRow } from './queries';

interface Props {
  result: BulkResult | null;
  users: UserRow[];
  onClose: () => void;
}

/** What became of each chosen admin. */
export function BulkOutcome({ result, users, onClose }: Props) {
  const { t } = useTranslation(['adminUsers', 'common']);
  // The choice is cleared once the act is done; names are remembered from before.
  const [names, setNames] = useState(new Map<string, string>());
  const unknown = users.filter((user) => !names.has(user.id));
  if (unknown.length > 0)
    setNames(new Map([...names, ...unknown.map((user) => [user.id, user.full_name] as const)]));
  return (
    <Modal
      opened={result !== null}
      onClose={onClose}
      size="lg"
      title={
        <Text fw={650}>
          {result && t('bulk.done', { changed: result.changed, total: result.results.length })}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="bulk-outcome"
    >
      {result && (
        <Stack>
          <Table verticalSpacing={6}>
            <Table.Tbody>
              {result.results.map((row) => (
                <Table.Tr key={row.id}>
                  <Table.Td>{names.get(row.id) ?? row.id}</Table.Td>
                  <Table.Td>
                    <StatusBadge tone={row.ok ? 'good' : 'bad'}>
                      {t(row.ok ? 'bulk.changed' : 'bulk.refused')}
                    </StatusBadge>
                  </Table.Td>
                  <Table.Td>{row.message}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('common:close')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
