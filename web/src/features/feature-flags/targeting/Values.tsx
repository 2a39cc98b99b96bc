import { Group, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFault } from './faults';
import { type AttributeCondition, parseScalar, type Scalar, showScalar, valueCount } from './model';

interface Props {
  condition: AttributeCondition;
  place: string;
  onChange: (values: Scalar[]) => void;
}

/** The values an attribute is compared with: as many as its operator takes. */
export function Values({ condition, place, onChange }: Props) {
  const { t } = useTranslation('flagEditor');
  const fault = useFault(`${place}.values`);
  const { values } = condition;
  const count = valueCount(condition.op);
  if (count === 0) return null;
  if (count === 'many')
    return (
      <TagsInput
        aria-label={t('condition.values')}
        placeholder={values.length === 0 ? t('condition.valuesHint') : undefined}
        value={values.map(showScalar)}
        onChange={(texts) => onChange(texts.map(parseScalar))}
        splitChars={[',', ';', '\n']}
        acceptValueOnBlur
        error={fault}
        flex={1}
        miw={180}
      />
    );
  const set = (index: number, value: Scalar) => {
    const next = Array.from({ length: count }, (_, at) => values[at] ?? '');
    next[index] = value;
    onChange(next);
  };
  return (
    <Group gap="xs" flex={1} wrap="nowrap" align="flex-start">
      {Array.from({ length: count }, (_, index) => (
        <OneValue
          key={index}
          label={t(
            count === 2 ? (index === 0 ? 'condition.from' : 'condition.to') : 'condition.value',
          )}
          value={values[index] ?? ''}
          fault={index === 0 ? fault : undefined}
          onChange={(value) => set(index, value)}
        />
      ))}
    </Group>
  );
}

interface OneProps {
  label: string;
  value: Scalar;
  fault: string | undefined;
  onChange: (value: Scalar) => void;
}

/** Keeps what is typed as it is typed: "1." is on its way to a number and none yet. */
function OneValue({ label, value, fault, onChange }: OneProps) {
  const [text, setText] = useState(showScalar(value));
  if (parseScalar(text) !== value) setText(showScalar(value));
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      value={text}
      error={fault}
      flex={1}
      miw={110}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(parseScalar(event.currentTarget.value));
      }}
    />
  );
}
