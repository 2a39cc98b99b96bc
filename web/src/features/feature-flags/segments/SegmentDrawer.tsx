import {
  Button,
  Drawer,
  Group,
  List,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { AnchorLink } from '@/ui/links';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { keyFor } from '../keys';
import { Conditions } from '../targeting/ConditionEditor';
import { type Faults, FaultsProvider } from '../targeting/faults';
import { newCondition } from '../targeting/model';
import { Population } from './Population';
import { type Segment, useDeleteSegment, useSaveSegment } from './queries';

interface Props {
  segment: Segment | 'new' | null;
  onClose: () => void;
}

export function SegmentDrawer({ segment, onClose }: Props) {
  const { t } = useTranslation(['featureFlags', 'common']);
  return (
    <Drawer
      opened={segment !== null}
      onClose={onClose}
      position="right"
      size="xl"
      title={
        <Text fw={650}>
          {segment === null || segment === 'new' ? t('segments.new') : segment.name}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="segment"
    >
      {segment !== null && <Form segment={segment === 'new' ? null : segment} onClose={onClose} />}
    </Drawer>
  );
}

function Form({ segment, onClose }: { segment: Segment | null; onClose: () => void }) {
  const { t } = useTranslation(['featureFlags', 'common']);
  const { can } = useAccess();
  const [name, setName] = useState(segment?.name ?? '');
  const [key, setKey] = useState<string | null>(segment?.key ?? null);
  const [description, setDescription] = useState(segment?.description ?? '');
  const [rules, setRules] = useState(segment?.rules ?? [newCondition('attribute', '')]);
  const [faults, setFaults] = useState<Faults>({});
  const save = useSaveSegment(segment);
  const chosenKey = key ?? keyFor(name);
  const mayWrite = can('flags:write');

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    save.mutate(
      { key: chosenKey, name, description, rules },
      {
        onSuccess: () => {
          notifyDone(t('segments.saved', { name }));
          onClose();
        },
        onError: (error) =>
          setFaults(
            Object.fromEntries(asProblem(error).errors.map((one) => [one.field, one.message])),
          ),
      },
    );
  }

  return (
    <FaultsProvider value={faults}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Group grow align="flex-start">
            <TextInput
              label={t('segments.name')}
              required
              maxLength={200}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t('columns.key')}
              required
              maxLength={200}
              ff="monospace"
              readOnly={segment !== null}
              value={chosenKey}
              onChange={(event) => setKey(event.currentTarget.value)}
            />
          </Group>
          <Textarea
            label={t('columns.description')}
            maxLength={2000}
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <div>
            <Text size="sm" fw={500} mb={6}>
              {t('segments.all')}
            </Text>
            <Conditions
              conditions={rules}
              place="rules"
              salt={chosenKey}
              exclude={segment?.key}
              onChange={setRules}
            />
          </div>
          {segment !== null && (
            <>
              <div>
                <Title order={3} size="h6" mb={4}>
                  {t('segments.population')}
                </Title>
                <Population segment={segment} />
              </div>
              <UsedBy segment={segment} />
            </>
          )}
          {save.isError && <ProblemAlert error={save.error} />}
          {mayWrite && (
            <Group justify="space-between">
              {segment === null ? <span /> : <Delete segment={segment} onClose={onClose} />}
              <Group gap="xs">
                <Button variant="default" onClick={onClose}>
                  {t('common:cancel')}
                </Button>
                <Button
                  type="submit"
                  loading={save.isPending}
                  disabled={rules.length === 0}
                  data-testid="save-segment"
                >
                  {t('common:save')}
                </Button>
              </Group>
            </Group>
          )}
        </Stack>
      </form>
    </FaultsProvider>
  );
}

function UsedBy({ segment }: { segment: Segment }) {
  const { t } = useTranslation('featureFlags');
  const environment = useWord('featureFlags', 'environments');
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t('segments.usedBy')}
      </Title>
      {segment.used_by.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('segments.unused')}
        </Text>
      ) : (
        <List size="sm" spacing={2}>
          {segment.used_by.map((use) => (
            <List.Item key={`${use.id}-${use.environment ?? ''}`}>
              {use.kind === 'flag' ? (
                <AnchorLink to="/features/$flagId" params={{ flagId: use.id }} size="sm">
                  {use.name}
                </AnchorLink>
              ) : (
                `${t('targets.segment')} ${use.name}`
              )}
              {use.environment !== null && ` (${environment(use.environment)})`}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}

function Delete({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useTranslation('featureFlags');
  const [asking, question] = useDisclosure(false);
  const remove = useDeleteSegment();
  return (
    <>
      <Button variant="subtle" color="red.8" onClick={question.open}>
        {t('segments.delete')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          remove.reset();
          question.close();
        }}
        title={t('segments.deleteTitle', { name: segment.name })}
        confirm={t('segments.delete')}
        danger
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(segment.id, {
            onSuccess: () => {
              notifyDone(t('segments.deleted', { name: segment.name }));
              onClose();
            },
          })
        }
      >
        {t('segments.deleteText')}
      </ConfirmDialog>
    </>
  );
}
