import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './ProblemAlert';
import { useFocusBack } from './useFocusBack';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  /** Wider, where what is asked about needs the room. */
  size?: 'md' | 'lg' | 'xl';
  /** Asks for a reason; `required` does not let the act pass without one. */
  reason?: 'optional' | 'required';
  isPending: boolean;
  /** Something else has to be put right first. */
  isBlocked?: boolean;
  error: unknown;
  onConfirm: (reason: string | undefined) => void;
}

const SHORTEST_REASON = 3;

/** Asks before an act that cannot simply be taken back. */
export function ConfirmDialog(props: Props) {
  const { t } = useTranslation();
  useFocusBack(props.opened);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size={props.size}
      title={<Text fw={650}>{props.title}</Text>}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {/* Its own component, so that a reason typed for one act is not there for the next. */}
      <ConfirmForm {...props} />
    </Modal>
  );
}

function ConfirmForm(props: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const reason = text.trim();
  const isMissing = props.reason === 'required' && reason.length < SHORTEST_REASON;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    // React lets it rise through the portal to a form that the dialog stands in.
    event.stopPropagation();
    if (!isMissing && props.isBlocked !== true) props.onConfirm(reason === '' ? undefined : reason);
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" component="div">
          {props.children}
        </Text>
        {props.reason && (
          <Textarea
            label={t('reason')}
            description={t('reasonHint')}
            required={props.reason === 'required'}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
        )}
        {props.error != null && <ProblemAlert error={props.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            color={props.danger === true ? 'red.8' : undefined}
            loading={props.isPending}
            disabled={isMissing || props.isBlocked === true}
            data-testid="confirm"
          >
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
