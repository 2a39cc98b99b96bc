import {
  ActionIcon,
  Box,
  Button,
  Group,
  Menu,
  NumberInput,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconTrash } from '@/ui/icons';
import type { Condition } from '../flag/queries';
import { segmentsQuery } from '../segments/queries';
import { AttributeEditor } from './AttributeEditor';
import { useFault, useOwnFault } from './faults';
import { newCondition, percentOf, replaced, weightOf, without } from './model';
import classes from './targeting.module.css';

const KINDS = ['attribute', 'segment', 'share', 'any', 'all', 'not'] as const;

interface ListProps {
  conditions: Condition[];
  /** Where the list is in the draft, to find its faults. */
  place: string;
  salt: string;
  onChange: (conditions: Condition[]) => void;
  /** The segment being edited cannot be a part of itself. */
  exclude?: string;
  depth?: number;
}

const DEEPEST = 6;

/** Conditions that are looked at together, with the way to add one. */
export function Conditions(props: ListProps) {
  const { conditions, place, salt, onChange, depth = 0 } = props;
  const { t } = useTranslation('flagEditor');
  const fault = useOwnFault(place);
  const kinds = depth < DEEPEST ? KINDS : KINDS.slice(0, 3);
  return (
    <Stack gap={6}>
      {conditions.map((condition, index) => (
        <Group key={index} gap={6} align="flex-start" wrap="nowrap" className={classes.condition}>
          <Box flex={1}>
            <OneCondition
              {...props}
              depth={depth}
              condition={condition}
              place={`${place}.${index}`}
              onChange={(next) => onChange(replaced(conditions, index, next))}
            />
          </Box>
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={4}
            onClick={() => onChange(without(conditions, index))}
            aria-label={t('condition.remove')}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {fault !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)">
          {fault}
        </Text>
      )}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="subtle"
            size="xs"
            w="fit-content"
            leftSection={<IconPlus size={14} />}
            data-testid="add-condition"
          >
            {t('condition.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map((kind) => (
            <Menu.Item
              key={kind}
              onClick={() => onChange([...conditions, newCondition(kind, salt)])}
            >
              {t(`condition.kinds.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

interface OneProps extends Omit<ListProps, 'conditions' | 'onChange'> {
  condition: Condition;
  onChange: (condition: Condition) => void;
}

function OneCondition(props: OneProps) {
  const { condition, onChange, place } = props;
  switch (condition.kind) {
    case 'attribute':
      return <AttributeEditor condition={condition} place={place} onChange={onChange} />;
    case 'segment':
      return <SegmentPicker {...props} condition={condition} />;
    case 'share':
      return <SharePicker {...props} condition={condition} />;
    default:
      return <GroupEditor {...props} condition={condition} />;
  }
}

type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

function SegmentPicker({
  condition,
  place,
  onChange,
  exclude,
}: OneProps & { condition: Of<'segment'> }) {
  const { t } = useTranslation('flagEditor');
  const fault = useFault(place);
  const { data: segments } = useQuery(segmentsQuery);
  const options = (segments ?? [])
    .filter((segment) => segment.key !== exclude)
    .map((segment) => ({ value: segment.key, label: segment.name }));
  if (condition.segment !== '' && !options.some((one) => one.value === condition.segment))
    options.push({ value: condition.segment, label: condition.segment });
  return (
    <Group gap="xs" align="flex-start">
      <Select
        aria-label={t('condition.operator')}
        data={[
          { value: 'in', label: t('condition.inSegment') },
          { value: 'out', label: t('condition.notInSegment') },
        ]}
        value={condition.negate ? 'out' : 'in'}
        onChange={(value) => onChange({ ...condition, negate: value === 'out' })}
        allowDeselect={false}
        w={190}
      />
      <Select
        aria-label={t('condition.segment')}
        placeholder={t('condition.segment')}
        data={options}
        value={condition.segment === '' ? null : condition.segment}
        onChange={(segment) => onChange({ ...condition, segment: segment ?? '' })}
        searchable
        nothingFoundMessage={t('condition.noSegments')}
        error={fault}
        w={240}
      />
    </Group>
  );
}

function SharePicker({ condition, place, onChange }: OneProps & { condition: Of<'share'> }) {
  const { t } = useTranslation('flagEditor');
  const fault = useFault(place);
  const percent = (part: 'start' | 'end') => (
    <NumberInput
      aria-label={t(`condition.share.${part}`)}
      value={percentOf(condition[part], condition.total)}
      onChange={(value) =>
        onChange({ ...condition, [part]: weightOf(Number(value) || 0, condition.total) })
      }
      min={0}
      max={100}
      decimalScale={3}
      suffix=" %"
      w={100}
      error={part === 'start' ? fault : undefined}
    />
  );
  return (
    <Group gap="xs" align="flex-start">
      <Text size="sm" mt={7}>
        {t('condition.share.from')}
      </Text>
      {percent('start')}
      <Text size="sm" mt={7}>
        {t('condition.share.to')}
      </Text>
      {percent('end')}
      <Text size="sm" mt={7} c="dimmed">
        {t('condition.share.by', { attribute: condition.by })}
      </Text>
    </Group>
  );
}

function GroupEditor(props: OneProps & { condition: Of<'all' | 'any' | 'not'> }) {
  const { condition, onChange, place, salt, exclude, depth = 0 } = props;
  const { t } = useTranslation('flagEditor');
  const inner = { salt, exclude, depth: depth + 1 };
  return (
    <div className={classes.group}>
      <Text size="xs" fw={600} mb={6}>
        {t(`condition.groups.${condition.kind}`)}
      </Text>
      {condition.kind === 'not' ? (
        <OneCondition
          {...inner}
          condition={condition.of}
          place={`${place}.of`}
          onChange={(of) => onChange({ ...condition, of })}
        />
      ) : (
        <Conditions
          {...inner}
          conditions={condition.of}
          place={`${place}.of`}
          onChange={(of) => onChange({ ...condition, of })}
        />
      )}
    </div>
  );
}
