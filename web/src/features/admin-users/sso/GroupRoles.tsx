import { ActionIcon, Button, Group, Input, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconX } from '@/ui/icons';
import type { GroupRole } from './form';
import { ROLES } from './queries';

interface Props {
  value: GroupRole[];
  onChange: (groups: GroupRole[]) => void;
}

/** Which role a group of the provider gives. */
export function GroupRoles({ value, onChange }: Props) {
  const { t } = useTranslation('sso');
  const set = (index: number, change: Partial<GroupRole>) =>
    onChange(value.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <Input.Wrapper label={t('groups')} description={t('groupsHint')} labelElement="div">
      <Stack gap={6} mt={6}>
        {value.map((row, index) => (
          <Group key={index} gap={6} wrap="nowrap">
            <TextInput
              aria-label={t('group')}
              placeholder={t('group')}
              value={row.group}
              onChange={(event) => set(index, { group: event.currentTarget.value })}
              flex={1}
            />
            <Select
              aria-label={t('role')}
              data={ROLES}
              value={row.role}
              onChange={(role) => role && set(index, { role })}
              allowDeselect={false}
              w={150}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('removeGroup')}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          size="compact-sm"
          variant="default"
          w="fit-content"
          onClick={() => onChange([...value, { group: '', role: 'Support' }])}
        >
          {t('addGroup')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
