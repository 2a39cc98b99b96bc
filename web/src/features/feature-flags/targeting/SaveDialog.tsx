import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { changesBetween } from '@/ui/diff';
import { DiffView } from '@/ui/DiffView';
import { notifyDone } from '@/ui/notify';
import { useRequestChange } from '../approvals/queries';
import { useEnvironment } from '../environments/queries';
import { type Flag, useConfigureFlag } from '../flag/queries';
import type { Environment } from '../search';
import { namesIn, readable } from './differences';
import { useConditionWords } from './useConditionWords';
import { type Faults, faultsOf } from './faults';
import type { Draft } from './useDraft';
import { useFieldWord } from '../useFieldWord';

interface Props {
  flag: Flag;
  environment: Environment;
  draft: Draft;
  opened: boolean;
  onClose: () => void;
  onFaults: (faults: Faults) => void;
}

/** Shows what is about to change, then changes it, or asks others to agree where they have to. */
export function SaveDialog({ flag, environment, draft, opened, onClose, onFaults }: Props) {
  const { t } = useTranslation('flagEditor');
  const fieldWord = useFieldWord();
  const words = useConditionWords();
  const rules = useEnvironment(environment);
  const needed = rules?.approvals_required ?? 0;
  const base = { ...flag, version: draft.version };
  const save = useConfigureFlag(base);
  const ask = useRequestChange(base);
  const configuration = draft.changes ?? {};
  const act = needed > 0 ? 'ask' : 'save';
  const running = needed > 0 ? ask : save;

  function close() {
    save.reset();
    ask.reset();
    onClose();
  }

  function confirm(reason: string | undefined) {
    const done = {
      onSuccess: () => {
        notifyDone(t(`save.${act}Done`, { name: flag.name }));
        onFaults({});
        draft.discard();
        close();
      },
      onError: (error: unknown) => {
        const problem = asProblem(error);
        if (problem.code !== 'FLAG_INVALID') return;
        onFaults(faultsOf(problem.errors, environment));
      },
    };
    if (needed > 0)
      ask.mutate(
        {
          operation: { kind: 'configure', environment, configuration },
          comment: reason ?? '',
        },
        done,
      );
    else save.mutate({ environment, configuration, comment: reason }, done);
  }

  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      title={t(`save.${act}Title`, { environment: t(`environments.${environment}`) })}
      confirm={t(`save.${act}`)}
      reason={needed > 0 ? 'required' : 'optional'}
      isPending={running.isPending}
      error={running.error}
      onConfirm={confirm}
      size="xl"
    >
      <Stack gap="sm">
        {needed > 0 && <Text size="sm">{t('save.askText', { count: needed })}</Text>}
        <DiffView
          label={(path) => fieldWord(path, namesIn(draft.stored, draft.configuration))}
          changes={changesBetween(
            readable(draft.stored, words),
            readable(draft.configuration, words),
          )}
        />
      </Stack>
    </ConfirmDialog>
  );
}
