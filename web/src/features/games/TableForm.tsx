import { Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useCreateTable } from './queries';

type Values = Schema<'TableCreate'>;

const EMPTY: Values = {
  name: '',
  provider: '',
  game_type: 'roulette',
  min_bet: 1,
  max_bet: 100,
  currency: 'EUR',
  status: 'online',
};
const GAME_TYPES = ['roulette', 'blackjack', 'baccarat', 'poker', 'game_show', 'live'] as const;
const CURRENCIES = ['EUR', 'USD', 'GBP', 'TRY'];

export function TableForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['games', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Text fw={650}>{t('tables.new')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['games', 'common']);
  const [values, setValues] = useState<Values>(EMPTY);
  const create = useCreateTable();
  const set = (change: Partial<Values>) => setValues({ ...values, ...change });
  const isCrossed = Number(values.min_bet) > Number(values.max_bet);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (isCrossed) return;
    create.mutate(values, {
      onSuccess: (table) => {
        notifyDone(t('tables.created', { name: table.name }));
        onClose();
      },
    });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {create.isError && <ProblemAlert error={create.error} />}
        <TextInput
          label={t('columns.name')}
          required
          maxLength={200}
          data-autofocus
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('columns.provider')}
          required
          maxLength={200}
          value={values.provider}
          onChange={(event) => set({ provider: event.currentTarget.value })}
        />
        <Group grow>
          <Select
            label={t('columns.type')}
            allowDeselect={false}
            value={values.game_type}
            onChange={(value) => set({ game_type: value ?? EMPTY.game_type })}
            data={GAME_TYPES.map((value) => ({ value, label: t(`tables.types.${value}`) }))}
          />
          <Select
            label={t('tables.currency')}
            allowDeselect={false}
            value={values.currency}
            onChange={(value) => set({ currency: value ?? EMPTY.currency })}
            data={CURRENCIES}
          />
        </Group>
        <Group grow align="flex-start">
          <NumberInput
            label={t('tables.min')}
            min={0.01}
            decimalScale={2}
            value={values.min_bet}
            onChange={(value) => set({ min_bet: value })}
            error={isCrossed ? t('tables.crossed') : undefined}
          />
          <NumberInput
            label={t('tables.max')}
            min={0.01}
            decimalScale={2}
            value={values.max_bet}
            onChange={(value) => set({ max_bet: value })}
          />
        </Group>
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('common:create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
