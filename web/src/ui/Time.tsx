import { Text, Tooltip } from '@mantine/core';
import { useFormat } from './format';

/** A moment in UTC; the hint gives it in the reader's own zone, and how long ago it was. */
export function Time({ value, relative = false }: { value: string; relative?: boolean }) {
  const format = useFormat();
  const utc = `${format.utc(value)} UTC`;
  return (
    <Tooltip label={`${relative ? utc : format.relative(value)} · ${format.local(value)}`}>
      <Text component="time" dateTime={value} inherit style={{ whiteSpace: 'nowrap' }}>
        {relative ? format.relative(value) : utc}
      </Text>
    </Tooltip>
  );
}
