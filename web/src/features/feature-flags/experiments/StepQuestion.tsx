import { NativeSelect, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StepProps } from './CreateExperiment';
import { type Environment, flagChoicesQuery } from './queries';

const ENVIRONMENTS: Environment[] = ['production', 'staging', 'development'];

/** Which flag, and what is expected of it. */
export function StepQuestion({ draft, set }: StepProps) {
  const { t } = useTranslation('experiments');
  const flags = useQuery(flagChoicesQuery);
  return (
    <Stack>
      <TextInput
        label={t('fields.name')}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        maxLength={120}
        required
        data-autofocus
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('fields.flag')}
          description={t('fields.flagHint')}
          placeholder={t('plan.choose')}
          data={(flags.data ?? []).map((flag) => ({
            value: flag.id,
            label: `${flag.name} (${flag.flag_id})`,
          }))}
          value={draft.flag}
          // The variants are those of the flag.
          onChange={(flag) => set({ flag, variants: [] })}
          searchable
          required
          data-testid="experiment-flag"
        />
        <NativeSelect
          label={t('fields.environment')}
          description={t('fields.environmentHint')}
          value={draft.environment}
          onChange={(event) => set({ environment: event.currentTarget.value as Environment })}
          data={ENVIRONMENTS}
        />
      </SimpleGrid>
      <Textarea
        label={t('fields.hypothesis')}
        description={t('fields.hypothesisHint')}
        value={draft.hypothesis}
        onChange={(event) => set({ hypothesis: event.currentTarget.value })}
        maxLength={4000}
        autosize
        minRows={2}
      />
      <TextInput
        label={t('fields.owner')}
        value={draft.owner}
        onChange={(event) => set({ owner: event.currentTarget.value })}
        maxLength={120}
      />
    </Stack>
  );
}
