import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Experiment, experimentQuery, useEditExperiment } from './queries';

/** Changes the words of an experiment: all that may change once it has started. */
export function EditWords({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation(['experiments', 'common']);
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('design.edit')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={<Text fw={650}>{t('design.edit')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <Form id={experiment.id} onClose={close} />
      </Modal>
    </>
  );
}

function Form({ id, onClose }: { id: string; onClose: () => void }) {
  const loaded = useQuery({ ...experimentQuery(id), staleTime: 0 });
  if (loaded.data === undefined)
    return loaded.error === null ? null : <ProblemAlert error={loaded.error} />;
  return <Fields {...loaded.data} onClose={onClose} />;
}

interface FieldsProps {
  experiment: Experiment;
  etag: string | null;
  onClose: () => void;
}

function Fields({ experiment, etag, onClose }: FieldsProps) {
  const { t } = useTranslation(['experiments', 'common']);
  const editing = useEditExperiment();
  const [name, setName] = useState(experiment.name);
  const [hypothesis, setHypothesis] = useState(experiment.hypothesis);
  const [owner, setOwner] = useState(experiment.owner ?? '');

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const body = {
      name: name.trim(),
      hypothesis: hypothesis.trim(),
      owner: owner.trim() === '' ? null : owner.trim(),
    };
    editing.mutate(
      { id: experiment.id, etag, body },
      {
        onSuccess: () => {
          notifyDone(t('common:saved'));
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('fields.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
        />
        <Textarea
          label={t('fields.hypothesis')}
          value={hypothesis}
          onChange={(event) => setHypothesis(event.currentTarget.value)}
          maxLength={4000}
          autosize
          minRows={3}
        />
        <TextInput
          label={t('fields.owner')}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          maxLength={120}
        />
        {editing.error !== null && <ProblemAlert error={editing.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={editing.isPending} disabled={name.trim() === ''}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
