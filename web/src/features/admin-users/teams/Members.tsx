import { ActionIcon, Button, Group, MultiSelect, Stack, Table, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconX } from '@/ui/icons';
import { notifyProblem } from '@/ui/notify';
import { everyoneQuery } from '../users/queries';
import { type TeamDetail, useAddMembers, useRemoveMember } from './queries';

/** Who is in a team; those who may change it add and remove. */
export function Members({ team, mayChange }: { team: TeamDetail; mayChange: boolean }) {
  const { t } = useTranslation('adminTeams');
  const remove = useRemoveMember();
  return (
    <Stack gap="sm">
      {mayChange && <AddMembers team={team} />}
      {team.members.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('noMembers')}
        </Text>
      ) : (
        <Table verticalSpacing={6} aria-label={t('members')}>
          <Table.Tbody>
            {team.members.map((member) => (
              <Table.Tr key={member.id}>
                <Table.Td>
                  <Text size="sm" fw={600}>
                    {member.full_name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {member.email}
                  </Text>
                </Table.Td>
                <Table.Td>{member.role}</Table.Td>
                <Table.Td ta="right">
                  {mayChange && (
                    <Tooltip label={t('remove')}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        loading={remove.isPending && remove.variables.admin === member.id}
                        onClick={() =>
                          remove.mutate(
                            { id: team.id, admin: member.id },
                            { onError: notifyProblem },
                          )
                        }
                        aria-label={t('removeNamed', { name: member.full_name })}
                      >
                        <IconX size={16} />
                      </ActionIcon>
                    </Tooltip>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function AddMembers({ team }: { team: TeamDetail }) {
  const { t } = useTranslation(['adminTeams', 'common']);
  const everyone = useQuery(everyoneQuery).data ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const add = useAddMembers();
  const present = new Set(team.members.map((member) => member.id));
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <MultiSelect
        label={t('add')}
        data={everyone
          .filter((user) => !present.has(user.id))
          .map((user) => ({ value: user.id, label: `${user.full_name} · ${user.email}` }))}
        value={chosen}
        onChange={setChosen}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('common:clear') }}
        style={{ flex: 1 }}
        data-testid="add-members"
      />
      <Button
        variant="default"
        disabled={chosen.length === 0}
        loading={add.isPending}
        onClick={() =>
          add.mutate(
            { id: team.id, admins: chosen },
            { onSuccess: () => setChosen([]), onError: notifyProblem },
          )
        }
        data-testid="add-submit"
      >
        {t('addSubmit')}
      </Button>
    </Group>
  );
}
