import { Autocomplete, Checkbox, Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOwnFault } from './faults';
import {
  type AttributeCondition,
  KNOWN_ATTRIBUTES,
  type Operator,
  OPERATORS,
  valueCount,
} from './model';
import { Values } from './Values';

/** Operators that read well the other way around, too. */
const NEGATABLE = new Set<Operator>([
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
  'has_any',
  'has_all',
  'exists',
]);
const FOLDABLE = new Set<Operator>(['in', 'contains', 'starts_with', 'ends_with', 'matches']);

interface Props {
  condition: AttributeCondition;
  place: string;
  onChange: (condition: AttributeCondition) => void;
}

/** Attribute, operator, values: one comparison. */
export function AttributeEditor({ condition, place, onChange }: Props) {
  const { t } = useTranslation('flagEditor');
  const attributeFault = useOwnFault(`${place}.attribute`);
  const operatorFault = useOwnFault(`${place}.op`);
  const options = OPERATORS.flatMap((op) => [
    { value: op, label: t(`operators.${op}`) },
    ...(NEGATABLE.has(op) ? [{ value: `!${op}`, label: t(`operatorsNot.${op as 'in'}`) }] : []),
  ]);
  const chosen = `${condition.negate ? '!' : ''}${condition.op}`;
  if (!options.some((option) => option.value === chosen))
    options.push({
      value: chosen,
      label: `${t('condition.not')} ${t(`operators.${condition.op}`)}`,
    });

  function choose(value: string | null) {
    if (value === null) return;
    const op = value.replace('!', '') as Operator;
    const count = valueCount(op);
    const values = count === 'many' ? condition.values : condition.values.slice(0, count);
    onChange({
      ...condition,
      op,
      values,
      negate: value.startsWith('!'),
      ignore_case: FOLDABLE.has(op) && condition.ignore_case,
    });
  }

  return (
    <Group gap="xs" align="flex-start" flex={1}>
      <Autocomplete
        aria-label={t('condition.attribute')}
        placeholder={t('condition.attribute')}
        data={KNOWN_ATTRIBUTES}
        value={condition.attribute}
        onChange={(attribute) => onChange({ ...condition, attribute })}
        maxLength={200}
        error={attributeFault}
        w={160}
      />
      <Select
        aria-label={t('condition.operator')}
        data={options}
        value={chosen}
        onChange={choose}
        allowDeselect={false}
        searchable
        error={operatorFault}
        w={190}
        maxDropdownHeight={340}
      />
      <Values
        condition={condition}
        place={place}
        onChange={(values) => onChange({ ...condition, values })}
      />
      {FOLDABLE.has(condition.op) && (
        <Checkbox
          mt={8}
          size="xs"
          label={t('condition.ignoreCase')}
          checked={condition.ignore_case}
          onChange={(event) => onChange({ ...condition, ignore_case: event.currentTarget.checked })}
        />
      )}
    </Group>
  );
}
