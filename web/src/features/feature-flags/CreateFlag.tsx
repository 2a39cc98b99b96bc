import {
  Autocomplete,
  Button,
  Group,
  Modal,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { keyFor } from './keys';
import { groupsQuery } from './groupQueries';
import { useCreateFlag } from './queries';
import { SCOPES, TYPES } from './search';

type Values = Schema<'FlagCreate'>;

/** Offered until the brand has groups of its own. */
const GROUPS = ['Payments', 'Games', 'Fraud', 'CMS', 'CRM'];

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (flag: Schema<'FlagDetail'>) => void;
}

export function CreateFlag({ opened, onClose, onCreated }: Props) {
  const { t } = useTranslation(['featureFlags', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Text fw={650}>{t('create.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form onClose={onClose} onCreated={onCreated} />
    </Modal>
  );
}

function Form({ onClose, onCreated }: Omit<Props, 'opened'>) {
  const { t } = useTranslation(['featureFlags', 'common']);
  const [name, setName] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const [rest, setRest] = useState<Pick<Values, 'description' | 'type' | 'scope'>>({
    description: '',
    type: 'boolean',
    scope: 'both',
  });
  const [group, setGroup] = useState('');
  const [owner, setOwner] = useState('');
  const { data: groups } = useQuery(groupsQuery);
  const create = useCreateFlag();

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const body = {
      ...rest,
      flag_id: key ?? keyFor(name),
      name,
      group: group.trim() === '' ? null : group,
      owner: owner.trim() === '' ? null : owner,
    };
    create.mutate(body as Values, {
      onSuccess: (flag) => {
        notifyDone(t('create.done', { name: flag.name }));
        onClose();
        onCreated(flag);
      },
    });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t('columns.name')}
          required
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('columns.key')}
          description={t('create.keyHint')}
          required
          maxLength={200}
          ff="monospace"
          value={key ?? keyFor(name)}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Textarea
          label={t('columns.description')}
          maxLength={2000}
          autosize
          minRows={2}
          value={rest.description}
          onChange={(event) => setRest({ ...rest, description: event.currentTarget.value })}
        />
        <Group grow>
          <Select
            label={t('columns.type')}
            allowDeselect={false}
            value={rest.type}
            data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            onChange={(type) => setRest({ ...rest, type: type ?? 'boolean' })}
          />
          <Select
            label={t('columns.scope')}
            allowDeselect={false}
            value={rest.scope}
            data={SCOPES.map((value) => ({ value, label: t(`scopes.${value}`) }))}
            onChange={(scope) => setRest({ ...rest, scope: scope ?? 'both' })}
          />
        </Group>
        <Group grow>
          <Autocomplete
            label={t('columns.group')}
            data={[...new Set([...(groups ?? []).map((one) => one.name), ...GROUPS])]}
            maxLength={80}
            value={group}
            onChange={setGroup}
          />
          <TextInput
            label={t('columns.owner')}
            maxLength={120}
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {t('create.startsOff')}
        </Text>
        {create.isError && <ProblemAlert error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} data-testid="create-flag">
            {t('common:create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
