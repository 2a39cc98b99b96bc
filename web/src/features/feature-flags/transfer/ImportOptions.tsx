import { Select, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ENVIRONMENTS, type Environment } from '../search';
import type { Choice, FlagImportPlan } from './queries';

const FORMATS: FlagImportPlan['format'][] = [
  'gapless',
  'unleash',
  'flagsmith',
  'growthbook',
  'flagd',
  'launchdarkly',
];
const CONFLICTS: FlagImportPlan['on_conflict'][] = ['skip', 'replace', 'rename'];

interface Props {
  choice: Choice;
  plan: FlagImportPlan | undefined;
  onChange: (choice: Choice) => void;
}

/** How the file is read, and where its flags go. */
export function ImportOptions({ choice, plan, onChange }: Props) {
  const { t } = useTranslation(['flagTransfer', 'featureFlags']);
  const change = (part: Partial<Choice>) => onChange({ ...choice, ...part });
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" verticalSpacing="sm">
      <Select
        label={t('options.format')}
        data={FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
        value={choice.format ?? plan?.format ?? null}
        placeholder={t('options.detecting')}
        onChange={(format) => change({ format: (format as Choice['format']) ?? undefined })}
        data-testid="import-format"
      />
      {plan !== undefined && plan.environments.length > 1 && (
        <Select
          label={t('options.source')}
          data={plan.environments}
          value={choice.source_environment ?? plan.source_environment}
          onChange={(name) => change({ source_environment: name ?? undefined })}
          allowDeselect={false}
          data-testid="import-source"
        />
      )}
      <Select
        label={t('options.environment')}
        data={ENVIRONMENTS.map((value) => ({
          value,
          label: t(`featureFlags:environments.${value}`),
        }))}
        value={choice.environment}
        onChange={(name) => change({ environment: name as Environment })}
        allowDeselect={false}
        data-testid="import-environment"
      />
      <Select
        label={t('options.conflict')}
        data={CONFLICTS.map((value) => ({ value, label: t(`conflicts.${value}`) }))}
        value={choice.on_conflict}
        onChange={(value) => change({ on_conflict: value as Choice['on_conflict'] })}
        allowDeselect={false}
        data-testid="import-conflict"
      />
      <TextInput
        label={t('options.user')}
        placeholder={t('options.userUsual')}
        defaultValue={choice.user_attribute ?? ''}
        maxLength={200}
        onBlur={(event) => change({ user_attribute: event.currentTarget.value || undefined })}
      />
      <Switch
        mt={26}
        label={t('options.off')}
        checked={choice.switched_off}
        onChange={(event) => change({ switched_off: event.currentTarget.checked })}
        data-testid="import-off"
      />
    </SimpleGrid>
  );
}
