import {
  Button,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useFocusBack } from '@/ui/useFocusBack';
import { choices, type DelegationForm, newDelegation, requestOf } from './form';
import { delegableQuery, delegationsQuery, requestDelegation } from './queries';

/** Asks that permissions be handed over for a time. */
export function RequestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['adminDelegation', 'common']);
  const me = useMe();
  const queryClient = useQueryClient();
  useFocusBack(true);
  const people = useQuery(delegableQuery);
  const [form, setForm] = useState(() => newDelegation(new Date(), null));
  const rows = people.data ?? [];
  const own = rows.some(({ person }) => person.id === me.id) ? me.id : null;
  const filled: DelegationForm = { ...form, from: form.from ?? own };
  const set = (change: Partial<DelegationForm>) => setForm({ ...filled, ...change });
  const request = requestOf(filled);
  const send = useMutation({
    mutationFn: requestDelegation,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: delegationsQuery.queryKey });
      notifyDone(t('requested'));
      onClose();
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (request !== undefined) send.mutate(request);
  }

  const options = rows.map(({ person }) => ({
    value: person.id,
    label: `${person.full_name} · ${person.role}`,
  }));
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<Text fw={650}>{t('ask')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          {people.isError && <ProblemAlert error={people.error} />}
          <Group grow align="start">
            <Select
              label={t('from')}
              description={t('fromHint')}
              data={options}
              value={filled.from}
              onChange={(from) => set({ from, permissions: [] })}
              searchable
              required
            />
            <Select
              label={t('to')}
              description={t('toHint')}
              data={options.filter((option) => option.value !== filled.from)}
              value={filled.to}
              onChange={(to) => set({ to, permissions: [] })}
              searchable
              required
              data-autofocus
            />
          </Group>
          <MultiSelect
            label={t('permissions')}
            description={t('permissionsHint')}
            data={choices(rows, filled)}
            value={filled.permissions}
            onChange={(permissions) => set({ permissions })}
            disabled={filled.from === null || filled.to === null}
            nothingFoundMessage={t('nothingToGive')}
            searchable
            required
          />
          <Group grow align="start">
            <TextInput
              type="datetime-local"
              label={t('startsAt')}
              value={filled.startsAt}
              onChange={(event) => set({ startsAt: event.currentTarget.value })}
              required
            />
            <TextInput
              type="datetime-local"
              label={t('endsAt')}
              value={filled.endsAt}
              onChange={(event) => set({ endsAt: event.currentTarget.value })}
              required
            />
          </Group>
          <Textarea
            label={t('common:reason')}
            description={t('common:reasonHint')}
            value={filled.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
            maxLength={500}
            autosize
            minRows={2}
            required
          />
          {send.isError && <ProblemAlert error={send.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button
              type="submit"
              disabled={request === undefined}
              loading={send.isPending}
              data-testid="request-delegation"
            >
              {t('ask')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
