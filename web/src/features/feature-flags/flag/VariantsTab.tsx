import { ActionIcon, Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { useAccess } from '@/features/auth/session';
import { IconPlus, IconTrash } from '@/ui/icons';
import { LeaveGuard } from '@/ui/LeaveGuard';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Faults, faultAt, faultsOf } from '../targeting/faults';
import { replaced, without } from '../targeting/model';
import { type Flag, useEditFlag, type Variant } from './queries';
import type { FlagTabProps } from './tabs';
import { ValueInput } from './ValueInput';

const EMPTY: Record<Flag['type'], unknown> = { boolean: false, string: '', number: 0, json: {} };

/** The values that the flag can have. They are the same in every environment. */
export function VariantsTab({ flag, environment }: FlagTabProps) {
  const { t } = useTranslation('flagEditor');
  const { can } = useAccess();
  const [base, setBase] = useState(flag);
  const [variants, setVariants] = useState<Variant[]>(flag.variants);
  const [faults, setFaults] = useState<Faults>({});
  const edit = useEditFlag(base);
  const isChanged = JSON.stringify(variants) !== JSON.stringify(base.variants);
  // While nothing is edited, the newest state is what an edit begins with.
  if (base.version !== flag.version && !isChanged) {
    setBase(flag);
    setVariants(flag.variants);
  }
  const mayWrite = can('flags:write') && !flag.archived;
  const change = (index: number, part: Partial<Variant>) => {
    const present = variants[index];
    if (present !== undefined) setVariants(replaced(variants, index, { ...present, ...part }));
  };

  function save() {
    edit.mutate(
      { variants: variants.map(({ key, value }) => ({ key, value })) },
      {
        onSuccess: (saved) => {
          notifyDone(t('variants.saved'));
          setFaults({});
          setBase(saved);
          setVariants(saved.variants);
        },
        onError: (error) => setFaults(faultsOf(asProblem(error).errors, environment)),
      },
    );
  }

  return (
    <Stack gap="sm" maw={860}>
      <div>
        <Title order={2} size="h5">
          {t('variants.title')}
        </Title>
        <Text size="xs" c="dimmed">
          {t('variants.text')}
        </Text>
      </div>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={240}>{t('variants.key')}</Table.Th>
            <Table.Th>{t('variants.value')}</Table.Th>
            <Table.Th w={44} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {variants.map((variant, index) => (
            <Table.Tr key={index} style={{ verticalAlign: 'top' }}>
              <Table.Td>
                <TextInput
                  aria-label={t('variants.key')}
                  value={variant.key}
                  maxLength={200}
                  readOnly={!mayWrite}
                  error={faultAt(faults, `variants.${index}.key`)}
                  onChange={(event) => change(index, { key: event.currentTarget.value })}
                />
              </Table.Td>
              <Table.Td>
                <ValueInput
                  type={flag.type}
                  value={variant.value}
                  readOnly={!mayWrite}
                  fault={faultAt(faults, `variants.${index}.value`)}
                  onChange={(value) => change(index, { value })}
                />
              </Table.Td>
              <Table.Td>
                {mayWrite && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    mt={4}
                    disabled={variants.length === 1}
                    aria-label={t('variants.remove', { key: variant.key })}
                    onClick={() => setVariants(without(variants, index))}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {edit.isError && <ProblemAlert error={edit.error} />}
      {mayWrite && (
        <Group justify="space-between">
          <Button
            variant="subtle"
            leftSection={<IconPlus size={16} />}
            onClick={() =>
              setVariants([
                ...variants,
                { key: `variant-${variants.length + 1}`, value: EMPTY[flag.type] },
              ])
            }
          >
            {t('variants.add')}
          </Button>
          <Group gap="xs">
            <Button
              variant="default"
              disabled={!isChanged}
              onClick={() => setVariants(base.variants)}
            >
              {t('save.discard')}
            </Button>
            <Button
              disabled={!isChanged}
              loading={edit.isPending}
              onClick={save}
              data-testid="save-variants"
            >
              {t('variants.save')}
            </Button>
          </Group>
        </Group>
      )}
      <LeaveGuard count={isChanged ? 1 : 0} />
    </Stack>
  );
}
