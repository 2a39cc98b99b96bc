import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconTrash } from '@/ui/icons';
import type { Serve } from '../flag/queries';
import { useFault } from './faults';
import {
  evenly,
  KNOWN_ATTRIBUTES,
  newSplit,
  percentOf,
  replaced,
  type Split,
  sumOf,
  weightOf,
  without,
} from './model';
import { SplitBar } from './SplitBar';

interface Props {
  serve: Serve;
  variants: string[];
  salt: string;
  place: string;
  /** In a rule, a share of the users may be left to the rules after it. */
  mayPass: boolean;
  onChange: (serve: Serve) => void;
}

/** What is served: one variant to everybody, or a split between several. */
/** Whose hashing places the users of an imported split. */
const SYSTEMS: Record<NonNullable<Split['hash']>, string> = {
  gapless: 'Gapless',
  unleash: 'Unleash',
  flagsmith: 'Flagsmith',
  growthbook_v1: 'GrowthBook',
  growthbook_v2: 'GrowthBook',
  flagd: 'flagd',
  flagd_joined: 'flagd',
  launchdarkly: 'LaunchDarkly',
};

export function ServeEditor(props: Props) {
  const { serve, variants, salt, onChange } = props;
  const { t } = useTranslation('flagEditor');
  const fault = useFault(props.place);
  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-start">
        <SegmentedControl
          size="xs"
          aria-label={t('serve.label')}
          value={serve.kind}
          data={[
            { value: 'variant', label: t('serve.variant') },
            { value: 'split', label: t('serve.split') },
          ]}
          onChange={(kind) =>
            onChange(
              kind === 'split'
                ? newSplit(variants, salt)
                : { kind: 'variant', variant: firstOf(serve, variants) },
            )
          }
        />
        {serve.kind === 'variant' && (
          <Select
            aria-label={t('serve.variant')}
            data-testid={`variant-${props.place}`}
            size="xs"
            data={withPresent(variants, serve.variant)}
            value={serve.variant}
            allowDeselect={false}
            onChange={(variant) => onChange({ ...serve, variant: variant ?? serve.variant })}
            w={200}
          />
        )}
      </Group>
      {serve.kind === 'split' && <SplitEditor {...props} serve={serve} />}
      {fault !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
    </Stack>
  );
}

function firstOf(serve: Serve, variants: string[]): string {
  if (serve.kind === 'variant') return serve.variant;
  return serve.slices.find((slice) => slice.variant !== null)?.variant ?? variants[0] ?? '';
}

/** A variant that is gone still shows as chosen, so that its fault makes sense. */
const withPresent = (variants: string[], present: string) =>
  variants.includes(present) ? variants : [...variants, present];

const PASS = '→';

function SplitEditor({ serve, variants, mayPass, onChange }: Props & { serve: Split }) {
  const { t } = useTranslation('flagEditor');
  const options = (variant: string | null) => [
    ...withPresent(variants, variant ?? variants[0] ?? '').map((value) => ({
      value,
      label: value,
    })),
    ...(mayPass ? [{ value: PASS, label: t('serve.pass') }] : []),
  ];
  const setSlices = (slices: Split['slices']) => onChange({ ...serve, slices });
  const sum = percentOf(sumOf(serve), serve.total);
  return (
    <Stack gap={6}>
      <SplitBar serve={serve} />
      {serve.slices.map((slice, index) => (
        <Group key={index} gap="xs">
          <Select
            aria-label={t('serve.variant')}
            size="xs"
            data={options(slice.variant)}
            value={slice.variant ?? PASS}
            allowDeselect={false}
            onChange={(value) =>
              setSlices(
                replaced(serve.slices, index, {
                  ...slice,
                  variant: value === PASS ? null : (value ?? slice.variant),
                }),
              )
            }
            w={200}
          />
          <NumberInput
            aria-label={t('serve.percent')}
            size="xs"
            value={percentOf(slice.weight, serve.total)}
            onChange={(value) =>
              setSlices(
                replaced(serve.slices, index, {
                  ...slice,
                  weight: weightOf(Number(value) || 0, serve.total),
                }),
              )
            }
            min={0}
            max={100}
            decimalScale={3}
            suffix=" %"
            w={110}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={serve.slices.length === 1}
            onClick={() => setSlices(without(serve.slices, index))}
            aria-label={t('serve.removeSlice')}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => setSlices([...serve.slices, { variant: variants[0] ?? null, weight: 0 }])}
        >
          {t('serve.addSlice')}
        </Button>
        <Button
          variant="subtle"
          size="xs"
          onClick={() =>
            setSlices(
              evenly(
                serve.slices.map((slice) => slice.variant),
                serve.total,
              ),
            )
          }
        >
          {t('serve.even')}
        </Button>
        <Text size="xs" c={sum === 100 ? 'dimmed' : 'var(--mantine-color-error)'} role="status">
          {t('serve.sum', { percent: sum })}
        </Text>
      </Group>
      <Group gap="xs">
        <Autocomplete
          label={t('serve.by')}
          description={t('serve.byHint')}
          size="xs"
          data={KNOWN_ATTRIBUTES}
          value={serve.by}
          onChange={(by) => onChange({ ...serve, by })}
          w={260}
        />
        {serve.hash !== 'gapless' && (
          <Text size="xs" c="dimmed" maw={320}>
            {t('serve.imported', { scheme: SYSTEMS[serve.hash] })}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
