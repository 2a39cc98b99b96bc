import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Stack,
  Table,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { IconPlus, IconTrash } from '@/ui/icons';
import type { StepProps } from './CreateExperiment';
import type { VariantDraft } from './draft';
import { flagVariantsQuery } from './queries';

/** Who gets what, and who takes part at all. */
export function StepVariants({ draft, set }: StepProps) {
  const { t } = useTranslation('experiments');
  const flag = useQuery({ ...flagVariantsQuery(draft.flag ?? ''), enabled: draft.flag !== null });
  const chosen = draft.variants;
  if (chosen.length === 0 && flag.data !== undefined && flag.data.variants.length >= 2) {
    const setup = flag.data.setups[draft.environment];
    const control = setup?.off_variant;
    const keys = flag.data.variants.map((variant) => variant.key);
    keys.sort((a, b) => Number(b === control) - Number(a === control));
    set({ variants: keys.map((variant) => ({ variant, name: '', weight: 1 })) });
  }
  return (
    <Stack>
      {flag.data !== undefined && flag.data.variants.length < 2 && (
        <Text size="sm" c="red">
          {t('fields.tooFewVariants')}
        </Text>
      )}
      <VariantTable variants={chosen} onChange={(variants) => set({ variants })} />
      <NumberInput
        label={t('fields.traffic')}
        description={t('fields.trafficHint')}
        suffix=" %"
        min={0.001}
        max={100}
        decimalScale={3}
        value={draft.traffic}
        onChange={(value) => set({ traffic: value === '' ? '' : Number(value) })}
        maw={260}
      />
      <Audience draft={draft} set={set} />
    </Stack>
  );
}

function VariantTable({
  variants,
  onChange,
}: {
  variants: VariantDraft[];
  onChange: (variants: VariantDraft[]) => void;
}) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const whole = variants.reduce((sum, one) => sum + (one.weight === '' ? 0 : one.weight), 0);
  const change = (index: number, next: Partial<VariantDraft>) =>
    onChange(variants.map((one, at) => (at === index ? { ...one, ...next } : one)));
  return (
    <Table verticalSpacing={4} aria-label={t('fields.variants')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('fields.variant')}</Table.Th>
          <Table.Th>{t('fields.variantName')}</Table.Th>
          <Table.Th>{t('fields.weight')}</Table.Th>
          <Table.Th ta="right">{t('fields.share')}</Table.Th>
          <Table.Th />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {variants.map((one, index) => (
          <Table.Tr key={one.variant}>
            <Table.Td>
              {one.variant}
              {index === 0 && (
                <Text size="xs" c="dimmed">
                  {t('fields.control')}
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              <TextInput
                aria-label={`${t('fields.variantName')}: ${one.variant}`}
                placeholder={one.variant}
                value={one.name}
                onChange={(event) => change(index, { name: event.currentTarget.value })}
                maxLength={120}
              />
            </Table.Td>
            <Table.Td>
              <NumberInput
                aria-label={`${t('fields.weight')}: ${one.variant}`}
                value={one.weight}
                min={0}
                w={100}
                onChange={(value) => change(index, { weight: value === '' ? '' : Number(value) })}
              />
            </Table.Td>
            <Table.Td ta="right" className="tabular">
              {whole > 0 && one.weight !== '' ? format.percent((one.weight / whole) * 100) : '–'}
            </Table.Td>
            <Table.Td>
              <Group gap={4} wrap="nowrap" justify="flex-end">
                {index > 0 && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    onClick={() => onChange([one, ...variants.filter((other) => other !== one)])}
                  >
                    {t('fields.makeControl')}
                  </Button>
                )}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={variants.length <= 2}
                  aria-label={t('fields.removeVariant', { variant: one.variant })}
                  onClick={() => onChange(variants.filter((other) => other !== one))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Audience({ draft, set }: StepProps) {
  const { t } = useTranslation('experiments');
  const { audience } = draft;
  const change = (index: number, next: Partial<(typeof audience)[number]>) =>
    set({ audience: audience.map((one, at) => (at === index ? { ...one, ...next } : one)) });
  return (
    <Stack gap="xs">
      <div>
        <Text size="sm" fw={600}>
          {t('fields.audience')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('fields.audienceHint')}
        </Text>
      </div>
      {audience.map((one, index) => (
        <Group key={index} align="flex-end" wrap="nowrap">
          <TextInput
            label={t('fields.attribute')}
            value={one.attribute}
            onChange={(event) => change(index, { attribute: event.currentTarget.value })}
            maxLength={200}
            w={180}
          />
          <TagsInput
            label={t('fields.isOneOf')}
            value={one.values}
            onChange={(values) => change(index, { values })}
            flex={1}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('fields.removeCondition')}
            onClick={() => set({ audience: audience.filter((_, at) => at !== index) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => set({ audience: [...audience, { attribute: 'country', values: [] }] })}
        >
          {t('fields.addCondition')}
        </Button>
      </Group>
    </Stack>
  );
}
