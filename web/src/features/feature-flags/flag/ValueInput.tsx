import { JsonInput, NumberInput, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flag } from './queries';

interface Props {
  type: Flag['type'];
  value: unknown;
  readOnly: boolean;
  fault: string | undefined;
  onChange: (value: unknown) => void;
}

/** A variant's value, by the flag's type. */
export function ValueInput({ type, value, readOnly, fault, onChange }: Props) {
  const { t } = useTranslation('flagEditor');
  const common = { 'aria-label': t('variants.value'), readOnly, error: fault };
  switch (type) {
    case 'boolean':
      return (
        <Select
          {...common}
          data={[
            { value: 'true', label: t('variants.true') },
            { value: 'false', label: t('variants.false') },
          ]}
          value={String(value)}
          allowDeselect={false}
          onChange={(next) => onChange(next === 'true')}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : Number(next))}
        />
      );
    case 'string':
      return (
        <Textarea
          {...common}
          autosize
          minRows={1}
          maxRows={8}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return <JsonValue {...common} value={value} onChange={onChange} />;
  }
}

interface JsonProps {
  'aria-label': string;
  readOnly: boolean;
  error: string | undefined;
  value: unknown;
  onChange: (value: unknown) => void;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps the text as it is typed; only what is valid becomes the value. */
function JsonValue({ value, onChange, error, ...common }: JsonProps) {
  const { t } = useTranslation('flagEditor');
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    if (JSON.stringify(parsed(text)) !== JSON.stringify(value))
      setText(JSON.stringify(value, null, 2));
  }
  const isValid = typeof parsed(text) === 'object' && parsed(text) !== null;
  return (
    <JsonInput
      {...common}
      value={text}
      autosize
      minRows={2}
      maxRows={14}
      error={error ?? (isValid ? undefined : t('variants.invalidJson'))}
      onChange={(next) => {
        setText(next);
        const found = parsed(next);
        if (typeof found === 'object' && found !== null) onChange(found);
      }}
    />
  );
}
