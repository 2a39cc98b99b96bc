import {
  Autocomplete,
  Button,
  Drawer,
  Group,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { groupsQuery } from '../groupQueries';
import { SCOPES } from '../search';
import { type Flag, useEditFlag } from './queries';

interface Props {
  flag: Flag;
  opened: boolean;
  onClose: () => void;
}

export function EditFlag({ flag, opened, onClose }: Props) {
  const { t } = useTranslation(['flagEditor', 'common']);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      title={<Text fw={650}>{t('edit.title', { name: flag.name })}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form flag={flag} onClose={onClose} />
    </Drawer>
  );
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

function Form({ flag, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation(['flagEditor', 'featureFlags', 'common']);
  // The flag as it was when the form opened: that is what the edit is an edit of.
  const [base] = useState(flag);
  const [values, setValues] = useState({
    name: base.name,
    description: base.description,
    scope: base.scope,
    group: base.group ?? '',
    owner: base.owner ?? '',
    tags: base.tags,
    expires: base.expires_at?.slice(0, 10) ?? '',
  });
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const { data: groups } = useQuery(groupsQuery);
  const edit = useEditFlag(base);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const { expires, group, owner, ...rest } = values;
    const body = {
      ...rest,
      group: orNull(group),
      owner: orNull(owner),
      expires_at: expires === '' ? null : `${expires}T00:00:00Z`,
    };
    edit.mutate(body, {
      onSuccess: () => {
        notifyDone(t('edit.done', { name: values.name }));
        onClose();
      },
    });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t('featureFlags:columns.name')}
          required
          maxLength={200}
          data-autofocus
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Textarea
          label={t('about.description')}
          maxLength={2000}
          autosize
          minRows={3}
          value={values.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Select
          label={t('about.scope')}
          allowDeselect={false}
          data={SCOPES.map((value) => ({ value, label: t(`featureFlags:scopes.${value}`) }))}
          value={values.scope}
          onChange={(scope) => set({ scope: scope ?? values.scope })}
        />
        <Autocomplete
          label={t('about.group')}
          data={(groups ?? []).map((group) => group.name)}
          maxLength={80}
          value={values.group}
          onChange={(group) => set({ group })}
        />
        <TextInput
          label={t('about.owner')}
          maxLength={120}
          value={values.owner}
          onChange={(event) => set({ owner: event.currentTarget.value })}
        />
        <TagsInput
          label={t('about.tags')}
          description={t('edit.tagsHint')}
          maxTags={20}
          value={values.tags}
          onChange={(tags) => set({ tags })}
        />
        <TextInput
          type="date"
          label={t('about.expires')}
          description={t('edit.expiresHint')}
          value={values.expires}
          onChange={(event) => set({ expires: event.currentTarget.value })}
        />
        {edit.isError && <ProblemAlert error={edit.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={edit.isPending} data-testid="save-flag">
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
