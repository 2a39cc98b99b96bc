import { Checkbox, Group, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  /** The name to keep the mapping under; null: it is not kept. */
  value: string | null;
  suggested: string;
  onChange: (value: string | null) => void;
}

/** Keeps a mapping, so that the provider's next file needs no questions. */
export function RememberMapping({ value, suggested, onChange }: Props) {
  const { t } = useTranslation('imports');
  return (
    <Group align="flex-start" gap="lg">
      <Checkbox
        label={t('map.save')}
        description={t('map.saveHint')}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? suggested : null)}
      />
      {value !== null && (
        <TextInput
          label={t('map.saveName')}
          required
          maxLength={120}
          value={value}
          error={value.trim() === '' ? t('map.saveNameNeeded') : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Group>
  );
}
