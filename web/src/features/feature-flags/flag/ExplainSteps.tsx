import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { IconCheck, IconInfo, IconX } from '@/ui/icons';
import classes from './flag.module.css';

type Step = Schema<'ExplainStep'>;

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The steps of an explanation; inside each, those that it is made of. */
export function ExplainSteps({ steps }: { steps: Step[] }) {
  return (
    <List listStyleType="none" spacing={4} className={classes.steps}>
      {steps.map((step, index) => (
        <List.Item key={index}>
          <OneStep step={step} />
          {step.steps.length > 0 && <ExplainSteps steps={step.steps} />}
        </List.Item>
      ))}
    </List>
  );
}

function OneStep({ step }: { step: Step }) {
  const { t } = useTranslation('flagEditor');
  const { op, negate } = step.params;
  const words = Object.fromEntries(
    Object.entries(step.params).map(([name, value]) => [name, shown(value)]),
  );
  if (typeof op === 'string') {
    const group = negate === true ? 'operatorsNot' : 'operators';
    words.op = t(`${group}.${op}` as 'operators.in', { defaultValue: op });
  }
  const isMember = step.code === 'segment' && negate === true ? `${t('condition.not')} ` : '';
  const outcome = step.outcome === null ? 'unknown' : step.outcome ? 'yes' : 'no';
  const Icon = step.outcome === null ? IconInfo : step.outcome ? IconCheck : IconX;
  return (
    <div className={classes.step} data-outcome={outcome}>
      <Icon size={15} />
      <Text size="sm" component="span">
        {isMember}
        {t(`steps.${step.code}` as 'steps.rule', { number: '', name: '', ...words })}
      </Text>
      <Text size="xs" c="dimmed" component="span">
        {t(`why.${outcome}`)}
      </Text>
    </div>
  );
}
