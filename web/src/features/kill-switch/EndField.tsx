import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type End, ENDS } from './end';

interface Props {
  value: End;
  onChange: (end: End) => void;
  isWrong: boolean;
}

/** When the switch falls by itself. */
export function EndField({ value, onChange, isWrong }: Props) {
  const { t } = useTranslation('killSwitch');
  return (
    <Group align="flex-start" grow>
      <NativeSelect
        label={t('end.label')}
        value={value.kind}
        onChange={(event) => onChange({ ...value, kind: event.currentTarget.value as End['kind'] })}
        data={ENDS.map((kind) => ({ value: kind, label: t(`end.${kind}`) }))}
        data-testid="end"
      />
      {value.kind === 'at' && (
        <TextInput
          type="datetime-local"
          label={t('end.moment')}
          value={value.at}
          onChange={(event) => onChange({ ...value, at: event.currentTarget.value })}
          error={isWrong ? t('end.past') : undefined}
          required
        />
      )}
    </Group>
  );
}
