import { ActionIcon, Group, Paper, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCopy, IconSortDown, IconSortUp, IconTrash } from '@/ui/icons';
import type { Rule } from '../flag/queries';
import { Conditions } from './ConditionEditor';
import { useFault, useOwnFault } from './faults';
import { ServeEditor } from './ServeEditor';
import classes from './targeting.module.css';

interface Props {
  rule: Rule;
  index: number;
  count: number;
  variants: string[];
  salt: string;
  onChange: (rule: Rule) => void;
  onMove: (by: number) => void;
  onCopy: () => void;
  onRemove: () => void;
}

/** One rule: who it is for, and what they get. The first rule that matches decides. */
export function RuleCard(props: Props) {
  const { rule, index, onChange } = props;
  const { t } = useTranslation('flagEditor');
  const place = `rules.${index}`;
  const fault = useFault(place);
  const own = useOwnFault(place);
  const words = { number: index + 1 };
  const act = (label: string, icon: React.ReactNode, onClick: () => void, disabled = false) => (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        onClick={onClick}
        disabled={disabled}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <Paper
      p="sm"
      component="section"
      aria-label={t('rule.label', words)}
      className={classes.rule}
      data-faulty={fault === undefined ? undefined : true}
      data-testid="rule"
    >
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap">
          <span className={classes.number}>{index + 1}</span>
          <TextInput
            aria-label={t('rule.name', words)}
            placeholder={t('rule.namePlaceholder')}
            variant="unstyled"
            fw={600}
            value={rule.name}
            maxLength={200}
            flex={1}
            onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })}
          />
          {act(t('rule.up', words), <IconSortUp />, () => props.onMove(-1), index === 0)}
          {act(
            t('rule.down', words),
            <IconSortDown />,
            () => props.onMove(1),
            index === props.count - 1,
          )}
          {act(t('rule.copy', words), <IconCopy size={16} />, props.onCopy)}
          {act(t('rule.remove', words), <IconTrash size={16} />, props.onRemove)}
        </Group>
        <Text size="xs" c="dimmed">
          {rule.when.length === 0 ? t('rule.everybody') : t('rule.when')}
        </Text>
        <Conditions
          conditions={rule.when}
          place={`${place}.when`}
          salt={props.salt}
          onChange={(when) => onChange({ ...rule, when })}
        />
        <Text size="xs" c="dimmed">
          {t('rule.serve')}
        </Text>
        <ServeEditor
          serve={rule.serve}
          variants={props.variants}
          salt={props.salt}
          place={`${place}.serve`}
          mayPass
          onChange={(serve) => onChange({ ...rule, serve })}
        />
        {own !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {own}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
