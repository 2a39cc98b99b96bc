import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { type FlagRow, useToggleFlag } from './queries';
import type { Environment } from './search';

interface Props {
  flag: FlagRow;
  environment: Environment;
  disabled: boolean;
}

/** Switches a flag in one environment; production asks first. */
export function ToggleFlag({ flag, environment, disabled }: Props) {
  const { t } = useTranslation('featureFlags');
  const [asking, setAsking] = useState(false);
  const toggle = useToggleFlag();
  const isOn = flag.environments.some((one) => one.environment === environment && one.enabled);
  const act = isOn ? 'off' : 'on';
  const words = { name: flag.name, environment: t(`environments.${environment}`) };

  function send(reason?: string) {
    toggle.mutate(
      { flag, environment, reason },
      {
        onSuccess: () => {
          setAsking(false);
          notifyDone(t(`toggle.${act}Done`, words));
        },
        onError: (error) => {
          if (environment !== 'production') notifyProblem(error);
        },
      },
    );
  }

  return (
    <>
      <Switch
        checked={isOn}
        disabled={disabled}
        onChange={() => (environment === 'production' ? setAsking(true) : send())}
        aria-label={t('toggle.label', words)}
        data-testid={`toggle-${flag.flag_id}`}
      />
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          toggle.reset();
          setAsking(false);
        }}
        title={t(`toggle.${act}Title`, words)}
        confirm={t(`toggle.${act}`)}
        danger={isOn}
        reason="optional"
        isPending={toggle.isPending}
        error={toggle.error}
        onConfirm={send}
      >
        {t(`toggle.${act}Text`)}
      </ConfirmDialog>
    </>
  );
}
