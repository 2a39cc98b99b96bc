import { Badge, Group, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type Edits,
  isBelowFloor,
  type NumberRule,
  type RuleName,
  type SecurityState,
  shownRule,
  SWITCH_RULES,
} from './model';

interface Props {
  state: SecurityState;
  edits: Edits;
  isReadOnly: boolean;
  onChange: (name: RuleName, value: number | boolean | null) => void;
}

/** A rule that is a number. Empty leaves it to the floor, which is shown in its place. */
export function NumberField({ rule, ...props }: Props & { rule: NumberRule }) {
  const { t } = useTranslation('adminSecurity');
  const { state, edits } = props;
  const value = shownRule(state, edits, rule.name) ?? '';
  const floor = state.floor[rule.name];
  const isWeaker = value !== '' && isBelowFloor(rule, value, floor);
  return (
    <NumberInput
      label={t(`rules.${rule.name}.label`)}
      description={t(`rules.${rule.name}.text`)}
      placeholder={t('asFloor', { value: floor })}
      error={isWeaker ? t('belowFloor', { value: floor }) : undefined}
      min={rule.min}
      max={rule.max}
      allowDecimal={false}
      readOnly={props.isReadOnly}
      value={value}
      onChange={(next) => props.onChange(rule.name, typeof next === 'number' ? next : null)}
      rightSectionWidth={64}
      data-testid={`rule-${rule.name}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  );
}

/** A rule that is on or off. What the floor asks for cannot be switched off. */
export function SwitchField({ name, ...props }: Props & { name: (typeof SWITCH_RULES)[number] }) {
  const { t } = useTranslation('adminSecurity');
  const { state, edits } = props;
  const isForced = state.floor[name];
  return (
    <Switch
      label={
        <Group gap="xs">
          {t(`rules.${name}.label`)}
          {isForced && (
            <Badge variant="default" tt="none">
              {t('byFloor')}
            </Badge>
          )}
        </Group>
      }
      description={
        <Stack gap={2} component="span">
          <span>{t(`rules.${name}.text`)}</span>
          {name === 'require_2fa' && (
            <Text span inherit fw={600}>
              {t('coverage', { count: state.admins_without_2fa, total: state.admins })}
            </Text>
          )}
        </Stack>
      }
      checked={isForced || shownRule(state, edits, name) === true}
      disabled={isForced || props.isReadOnly}
      onChange={(event) => props.onChange(name, event.currentTarget.checked)}
      data-testid={`rule-${name}`}
    />
  );
}
