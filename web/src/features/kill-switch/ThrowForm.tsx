import { Alert, Button, Group, Radio, Select, Stack, Textarea } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconInfo } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { BlastRadius } from './BlastRadius';
import { type End, endOf, ENDS } from './end';
import { EndField } from './EndField';
import { type ModuleKey, useThrow } from './queries';
import type { ThrowProps } from './ThrowDialog';
import { useSwitchWords } from './words';

const SHORTEST_REASON = 3;

export function ThrowForm({ module: first, modules, brands, onClose }: ThrowProps) {
  const { t } = useTranslation(['killSwitch', 'common']);
  const words = useSwitchWords();
  const throwing = useThrow();
  const [module, setModule] = useState<ModuleKey | null>(first);
  const [isForAll, setForAll] = useState(false);
  const [brand, setBrand] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [end, setEnd] = useState<End>({ kind: ENDS[0], at: '' });
  const [isEndWrong, setEndWrong] = useState(false);

  const chosen = isForAll || brand !== null;
  const isReady = module !== null && chosen && reason.trim().length >= SHORTEST_REASON;
  const scope = isForAll
    ? t('everyBrand')
    : (brands.find((candidate) => candidate.id === brand)?.name ?? '');
  const standing = modules
    .find((row) => row.key === module)
    ?.switches.find((row) => row.tenant_id === (isForAll ? null : brand));

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!isReady) return;
    const until = endOf(end, Date.now());
    setEndWrong(until === undefined);
    if (until === undefined) return;
    throwing.mutate(
      {
        module,
        brand: isForAll ? undefined : (brand ?? undefined),
        reason: reason.trim(),
        until,
      },
      {
        onSuccess: () => {
          notifyDone(t('throw.done', { module: words.module(module), scope }));
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Select
          label={t('throw.module')}
          placeholder={t('throw.choose')}
          data={modules.map((row) => ({ value: row.key, label: words.module(row.key) }))}
          value={module}
          onChange={(value) => setModule(value as ModuleKey | null)}
          required
          data-testid="throw-module"
        />
        <Radio.Group
          label={t('throw.scope')}
          value={isForAll ? 'all' : 'one'}
          onChange={(value) => setForAll(value === 'all')}
        >
          <Group mt={4} gap="xl">
            <Radio value="one" label={t('throw.oneBrand')} />
            <Radio value="all" label={t('everyBrand')} />
          </Group>
        </Radio.Group>
        {!isForAll && (
          <Select
            label={t('throw.brand')}
            placeholder={t('throw.choose')}
            data={brands.map((row) => ({ value: row.id, label: row.name }))}
            value={brand}
            onChange={setBrand}
            searchable
            required
            data-testid="throw-brand"
          />
        )}
        {standing !== undefined && (
          <Alert variant="light" color="orange" icon={<IconInfo />}>
            {t('throw.replaces')}
          </Alert>
        )}
        {module !== null && chosen && (
          <BlastRadius module={module} brand={isForAll ? undefined : (brand ?? undefined)} />
        )}
        <Textarea
          label={t('common:reason')}
          description={t('throw.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={2}
          required
        />
        <EndField value={end} onChange={setEnd} isWrong={isEndWrong} />
        {throwing.error !== null && <ProblemAlert error={throwing.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            color="red.8"
            loading={throwing.isPending}
            disabled={!isReady}
            data-testid="confirm"
          >
            {t('throw.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
