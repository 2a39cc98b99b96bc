import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeAgent } from '../userAgent';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconKey, IconPencil, IconTrash } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import { canUsePasskeys, isCancelled } from './passkey';
import { type PasskeyRow, useAddPasskey, useRemovePasskey, useRenamePasskey } from './queries';
import type { Setup } from './SetupDialog';

interface Props {
  passkeys: PasskeyRow[];
  onCodes: (setup: Setup) => void;
}

/** The passkeys, and the means to make, name and remove one. */
export function Passkeys({ passkeys, onCodes }: Props) {
  const { t } = useTranslation('factors');
  const [naming, setNaming] = useState<PasskeyRow | 'new' | null>(null);
  const [removing, setRemoving] = useState<PasskeyRow | null>(null);
  const remove = useRemovePasskey();
  const isPossible = canUsePasskeys();
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text fw={600}>{t('passkeys')}</Text>
          <Text size="sm" c="dimmed" maw={620}>
            {t(isPossible ? 'passkeysText' : 'passkeysImpossible')}
          </Text>
        </div>
        <Button
          variant="default"
          disabled={!isPossible}
          onClick={() => setNaming('new')}
          data-testid="add-passkey"
        >
          {t('passkeyAdd')}
        </Button>
      </Group>
      {passkeys.map((passkey) => (
        <Group key={passkey.id} gap="sm" wrap="nowrap" data-testid="passkey">
          <IconKey size={18} />
          <div style={{ flex: 1 }}>
            <Text size="sm" fw={600}>
              {passkey.name}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              {passkey.last_used_at === null ? (
                t('passkeyUnused')
              ) : (
                <>
                  {t('passkeyUsed')} <Time value={passkey.last_used_at} relative />
                </>
              )}
              {passkey.is_synced && ` · ${t('passkeySynced')}`}
            </Text>
          </div>
          <Act
            label={t('passkeyRename', { name: passkey.name })}
            onClick={() => setNaming(passkey)}
          >
            <IconPencil size={16} />
          </Act>
          <Act
            label={t('passkeyRemove', { name: passkey.name })}
            onClick={() => setRemoving(passkey)}
          >
            <IconTrash size={16} />
          </Act>
        </Group>
      ))}
      <NameDialog naming={naming} onClose={() => setNaming(null)} onCodes={onCodes} />
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => {
          setRemoving(null);
          remove.reset();
        }}
        title={t('passkeyRemoveTitle', { name: removing?.name ?? '' })}
        confirm={t('remove')}
        danger
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => {
          if (removing === null) return;
          remove.mutate(removing.id, {
            onSuccess: () => {
              setRemoving(null);
              notifyDone(t('removed'));
            },
          });
        }}
      >
        {t('passkeyRemoveText')}
      </ConfirmDialog>
    </Stack>
  );
}

interface ActProps {
  label: string;
  onClick: () => void;
  children: React.ReactNode;
}

function Act({ label, onClick, children }: ActProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface NameProps {
  naming: PasskeyRow | 'new' | null;
  onClose: () => void;
  onCodes: (setup: Setup) => void;
}

function NameDialog(props: NameProps) {
  const { t } = useTranslation(['factors', 'common']);
  return (
    <Modal
      opened={props.naming !== null}
      onClose={props.onClose}
      title={<Text fw={650}>{t(props.naming === 'new' ? 'passkeyAdd' : 'passkeyName')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {props.naming !== null && <NameForm {...props} naming={props.naming} />}
    </Modal>
  );
}

function NameForm({ naming, onClose, onCodes }: NameProps & { naming: PasskeyRow | 'new' }) {
  const { t } = useTranslation(['factors', 'common']);
  const agent = describeAgent(navigator.userAgent);
  const [name, setName] = useState(
    naming === 'new' ? (agent ? `${agent.browser}, ${agent.system}` : '') : naming.name,
  );
  const add = useAddPasskey();
  const rename = useRenamePasskey();
  const error = add.error ?? rename.error;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (naming === 'new')
      add.mutate(name, {
        onSuccess: (added) => {
          notifyDone(t('added'));
          onClose();
          if (added.recovery_codes.length > 0)
            onCodes({ what: 'codes', codes: added.recovery_codes });
        },
      });
    else rename.mutate({ id: naming.id, name }, { onSuccess: onClose });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {naming === 'new' && <Text size="sm">{t('passkeyHow')}</Text>}
        <TextInput
          label={t('passkeyName')}
          required
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {error !== null && !isCancelled(error) && <ProblemAlert error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            loading={add.isPending || rename.isPending}
            data-testid="save-passkey"
          >
            {naming === 'new' ? t('passkeyMake') : t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
