import { ActionIcon, Button, Group, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconTrash } from '@/ui/icons';
import { flagQuery, type Prerequisite } from '../flag/queries';
import { flagsQuery } from '../queries';
import { useFault, useOwnFault } from './faults';
import { replaced, without } from './model';

interface Props {
  prerequisites: Prerequisite[];
  flagKey: string;
  onChange: (prerequisites: Prerequisite[]) => void;
}

/** Flags that must be on and serve certain variants, else this one is off. */
export function Prerequisites({ prerequisites, flagKey, onChange }: Props) {
  const { t } = useTranslation('flagEditor');
  const fault = useOwnFault('prerequisites');
  return (
    <Stack gap="xs">
      {prerequisites.map((wanted, index) => (
        <One
          key={index}
          wanted={wanted}
          index={index}
          flagKey={flagKey}
          onChange={(next) => onChange(replaced(prerequisites, index, next))}
          onRemove={() => onChange(without(prerequisites, index))}
        />
      ))}
      {fault !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
      <Button
        variant="subtle"
        size="xs"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...prerequisites, { flag: '', variants: [] }])}
      >
        {t('prerequisites.add')}
      </Button>
    </Stack>
  );
}

interface OneProps {
  wanted: Prerequisite;
  index: number;
  flagKey: string;
  onChange: (wanted: Prerequisite) => void;
  onRemove: () => void;
}

function One({ wanted, index, flagKey, onChange, onRemove }: OneProps) {
  const { t } = useTranslation('flagEditor');
  const fault = useFault(`prerequisites.${index}`);
  const { data: flags } = useQuery(flagsQuery({}));
  const chosen = flags?.find((flag) => flag.flag_id === wanted.flag);
  const { data: detail } = useQuery({
    ...flagQuery(chosen?.id ?? ''),
    enabled: chosen !== undefined,
  });
  const variants = detail?.variants.map((variant) => variant.key) ?? [];
  return (
    <Group gap="xs" align="flex-start">
      <Select
        aria-label={t('prerequisites.flag')}
        placeholder={t('prerequisites.flag')}
        data={(flags ?? [])
          .filter((flag) => flag.flag_id !== flagKey)
          .map((flag) => ({ value: flag.flag_id, label: flag.name }))}
        value={wanted.flag === '' ? null : wanted.flag}
        onChange={(flag) => onChange({ flag: flag ?? '', variants: [] })}
        searchable
        error={fault}
        w={260}
      />
      <Text size="sm" mt={7}>
        {t('prerequisites.serves')}
      </Text>
      <MultiSelect
        aria-label={t('prerequisites.variants')}
        placeholder={wanted.variants.length === 0 ? t('prerequisites.variants') : undefined}
        data={[...new Set([...variants, ...wanted.variants])]}
        value={wanted.variants}
        onChange={(next) => onChange({ ...wanted, variants: next })}
        w={220}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        mt={4}
        onClick={onRemove}
        aria-label={t('prerequisites.remove')}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
