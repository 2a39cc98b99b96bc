import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { useRequestChange } from './approvals/queries';
import { useEnvironment } from './environments/queries';
import { type FlagRow, useToggleFlag } from './queries';
import type { Environment } from './search';

interface Props {
  flag: FlagRow;
  environment: Environment;
  disabled: boolean;
}

/** Switches a flag in one environment. Production asks first; so does one that wants consent. */
export function ToggleFlag({ flag, environment, disabled }: Props) {
  const { t } = useTranslation('featureFlags');
  const [asking, setAsking] = useState(false);
  const toggle = useToggleFlag();
  const request = useRequestChange(flag);
  const rules = useEnvironment(environment);
  const isOn = flag.environments.some((one) => one.environment === environment && one.enabled);
  const act = isOn ? 'off' : 'on';
  const needed = isOn && rules?.off_needs_approval !== true ? 0 : (rules?.approvals_required ?? 0);
  const words = { name: flag.name, environment: t(`environments.${environment}`) };
  // What the environment wants may not be known yet: better a question too many.
  const asks = environment === 'production' || rules === undefined || needed > 0;

  function send(reason?: string) {
    if (needed > 0)
      request.mutate(
        { operation: { kind: 'configure', environment, enabled: !isOn }, comment: reason ?? '' },
        {
          onSuccess: () => {
            setAsking(false);
            notifyDone(t('toggle.asked', words));
          },
        },
      );
    else
      toggle.mutate(
        { flag, environment, reason },
        {
          onSuccess: () => {
            setAsking(false);
            notifyDone(t(`toggle.${act}Done`, words));
          },
          onError: (error) => {
            if (!asks) notifyProblem(error);
          },
        },
      );
  }

  return (
    <>
      <Switch
        checked={isOn}
        disabled={disabled}
        onChange={() => (asks ? setAsking(true) : send())}
        aria-label={t('toggle.label', words)}
        data-testid={`toggle-${flag.flag_id}`}
      />
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          toggle.reset();
          request.reset();
          setAsking(false);
        }}
        title={t(`toggle.${act}Title`, words)}
        confirm={t(needed > 0 ? 'toggle.ask' : `toggle.${act}`)}
        danger={isOn}
        reason={needed > 0 ? 'required' : 'optional'}
        isPending={toggle.isPending || request.isPending}
        error={toggle.error ?? request.error}
        onConfirm={send}
      >
        {t(`toggle.${act}Text`)}
        {needed > 0 && ` ${t('toggle.askText', { count: needed })}`}
      </ConfirmDialog>
    </>
  );
}
