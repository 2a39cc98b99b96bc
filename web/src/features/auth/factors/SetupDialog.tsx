import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { RecoveryCodes } from './RecoveryCodes';
import { TotpSetup } from './TotpSetup';

/** What the dialog is for: setting up an app, or showing codes that were just made. */
export type Setup = { what: 'totp' } | { what: 'codes'; codes: string[] };

interface Props {
  setup: Setup | null;
  onClose: () => void;
}

export function SetupDialog({ setup, onClose }: Props) {
  const { t } = useTranslation(['factors', 'common']);
  return (
    <Modal
      opened={setup !== null}
      onClose={onClose}
      title={<Text fw={650}>{t(setup?.what === 'codes' ? 'codes' : 'totpAdd')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      // Codes are shown once: a press beside the dialog must not lose them.
      closeOnClickOutside={false}
    >
      {setup !== null && <Steps setup={setup} onClose={onClose} />}
    </Modal>
  );
}

function Steps({ setup, onClose }: { setup: Setup; onClose: () => void }) {
  const { t } = useTranslation(['factors', 'common']);
  const [codes, setCodes] = useState(setup.what === 'codes' ? setup.codes : null);

  function added(made: string[]) {
    notifyDone(t('added'));
    if (made.length === 0) onClose();
    else setCodes(made);
  }

  if (codes === null) return <TotpSetup onAdded={added} />;
  return <RecoveryCodes codes={codes} done={t('common:close')} onDone={onClose} />;
}
