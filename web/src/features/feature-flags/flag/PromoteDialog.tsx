import { Alert, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { changesBetween } from '@/ui/diff';
import { DiffView } from '@/ui/DiffView';
import { IconInfo } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { useRequestChange } from '../approvals/queries';
import { ENVIRONMENTS, type Environment } from '../search';
import { namesIn, readable } from '../targeting/differences';
import { useConditionWords } from '../targeting/useConditionWords';
import { configurationOf } from '../targeting/model';
import { usePreviewPromotion, usePromote } from './queries';
import { useFieldWord } from '../useFieldWord';

interface Props {
  flag: { id: string; name: string; version: number };
  /** Where it is carried from, unless something else is chosen. */
  environment: Environment;
  target?: Environment;
  opened: boolean;
  onClose: () => void;
}

/** Carries how a flag is set from one environment to another, after a look at what that changes. */
export function PromoteDialog(props: Props) {
  const { opened } = props;
  return opened ? <Promotion {...props} /> : null;
}

function Promotion({ flag, environment, target: wanted, onClose }: Props) {
  const { t } = useTranslation('flagEditor');
  const fieldWord = useFieldWord();
  const conditionWords = useConditionWords();
  const [source, setSource] = useState<Environment>(environment);
  const [target, setTarget] = useState<Environment>(
    wanted ?? ENVIRONMENTS.find((one) => one !== environment) ?? 'staging',
  );
  const [withEnabled, setWithEnabled] = useState(false);
  const { mutate: look, ...preview } = usePreviewPromotion(flag.id);
  const promote = usePromote(flag.id);
  const ask = useRequestChange(flag);
  const body = { source, target, with_enabled: withEnabled };
  const isSame = source === target;

  useEffect(() => {
    if (!isSame) look({ source, target, with_enabled: withEnabled });
  }, [look, isSame, source, target, withEnabled]);

  const found = isSame ? undefined : preview.data;
  const needed = found?.approvals_required ?? 0;
  const running = needed > 0 ? ask : promote;
  const words = { name: flag.name, environment: t(`environments.${target}`) };
  const options = ENVIRONMENTS.map((value) => ({ value, label: t(`environments.${value}`) }));

  function confirm(reason: string | undefined) {
    const done = {
      onSuccess: () => {
        notifyDone(t(needed > 0 ? 'promote.askDone' : 'promote.done', words));
        onClose();
      },
    };
    if (needed > 0)
      ask.mutate({ operation: { kind: 'promote', ...body }, comment: reason ?? '' }, done);
    else promote.mutate({ ...body, comment: reason }, done);
  }

  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      size="xl"
      title={t('promote.title', words)}
      confirm={t(needed > 0 ? 'save.ask' : 'promote.confirm')}
      reason={needed > 0 ? 'required' : 'optional'}
      isPending={running.isPending || preview.isPending}
      isBlocked={found === undefined || found.differing.length === 0 || found.faults.length > 0}
      error={running.error ?? (isSame ? null : preview.error)}
      onConfirm={confirm}
    >
      <Stack gap="sm">
        <Group gap="xs" align="flex-end">
          <Select
            label={t('promote.source')}
            data={options}
            value={source}
            allowDeselect={false}
            onChange={(value) => setSource(value ?? source)}
            w={170}
          />
          <Select
            label={t('promote.target')}
            data={options}
            value={target}
            allowDeselect={false}
            onChange={(value) => setTarget(value ?? target)}
            w={170}
          />
          <Checkbox
            mb={8}
            label={t('promote.enabled')}
            checked={withEnabled}
            onChange={(event) => setWithEnabled(event.currentTarget.checked)}
          />
        </Group>
        {found !== undefined &&
          (found.differing.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('promote.nothing')}
            </Text>
          ) : (
            <DiffView
              label={(path) => fieldWord(path, namesIn(found.before, found.after))}
              changes={changesBetween(
                {
                  enabled: found.before.enabled,
                  ...readable(configurationOf(found.before), conditionWords),
                },
                {
                  enabled: found.after.enabled,
                  ...readable(configurationOf(found.after), conditionWords),
                },
              )}
            />
          ))}
        {found?.faults.map((fault) => (
          <Text key={fault.field} size="sm" c="var(--mantine-color-error)" role="alert">
            {fault.message}
          </Text>
        ))}
        {needed > 0 && (
          <Alert icon={<IconInfo />} variant="light">
            {t('promote.approval', words)}
          </Alert>
        )}
      </Stack>
    </ConfirmDialog>
  );
}
