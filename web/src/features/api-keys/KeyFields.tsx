import { Group, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isNetwork, type Lifetime, LIFETIMES, LONGEST_NAME, type ScopeInfo } from './model';
import { ScopePicker } from './ScopePicker';

/** What the forms of a key hold. */
export interface Draft {
  name: string;
  scopes: string[];
  lifetime: Lifetime | 'keep';
  date: string;
  networks: string[];
  limit: number | '';
}

interface Props {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  scopes: ScopeInfo[];
  tried: boolean;
  /** The end a key has already, which can be kept. */
  present?: string;
}

export const badNetworks = (draft: Draft) => draft.networks.filter((text) => !isNetwork(text));
export const isMissingDate = (draft: Draft) => draft.lifetime === 'date' && draft.date === '';
export const isComplete = (draft: Draft) =>
  draft.name.trim() !== '' && badNetworks(draft).length === 0 && !isMissingDate(draft);

/** Name, scopes and limits of a key: the same for a new one and for one that is edited. */
export function KeyFields({ draft, onChange, scopes, tried, present }: Props) {
  const { t } = useTranslation('apiKeys');
  const bad = badNetworks(draft);
  const lifetimes = [
    ...(present === undefined ? [] : [{ value: 'keep', label: present }]),
    ...LIFETIMES.map((value) => ({ value, label: t(`form.lifetimes.${value}`) })),
  ];
  return (
    <>
      <TextInput
        label={t('form.name')}
        description={t('form.nameHint')}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        maxLength={LONGEST_NAME}
        error={tried && draft.name.trim() === '' ? t('form.nameMissing') : undefined}
        required
        data-autofocus
      />
      <ScopePicker
        scopes={scopes}
        value={draft.scopes}
        onChange={(value) => onChange({ scopes: value })}
      />
      <Group grow align="flex-start">
        <Select
          label={t('form.expires')}
          data={lifetimes}
          value={draft.lifetime}
          onChange={(value) => value !== null && onChange({ lifetime: value as Lifetime })}
          allowDeselect={false}
          data-testid="lifetime"
        />
        {draft.lifetime === 'date' ? (
          <TextInput
            type="date"
            label={t('form.date')}
            value={draft.date}
            onChange={(event) => onChange({ date: event.currentTarget.value })}
            error={tried && isMissingDate(draft) ? t('form.dateMissing') : undefined}
          />
        ) : (
          <NumberInput
            label={t('form.limit')}
            placeholder={t('form.noLimit')}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={draft.limit}
            onChange={(value) => onChange({ limit: typeof value === 'number' ? value : '' })}
          />
        )}
      </Group>
      {draft.lifetime === 'date' && (
        <NumberInput
          label={t('form.limit')}
          placeholder={t('form.noLimit')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={draft.limit}
          onChange={(value) => onChange({ limit: typeof value === 'number' ? value : '' })}
        />
      )}
      <TagsInput
        label={t('form.networks')}
        description={t('form.networksHint')}
        placeholder={draft.networks.length === 0 ? t('form.anyNetwork') : undefined}
        value={draft.networks}
        onChange={(networks) => onChange({ networks })}
        splitChars={[',', ' ', ';']}
        maxTags={50}
        acceptValueOnBlur
        error={bad.length > 0 ? t('form.networkBad', { networks: bad.join(', ') }) : undefined}
      />
    </>
  );
}
