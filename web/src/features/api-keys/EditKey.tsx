import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Draft, isComplete, KeyFields } from './KeyFields';
import { type ApiKey, expiryOf, type ScopeInfo } from './model';
import { useEditKey } from './queries';

interface Props {
  apiKey: ApiKey;
  scopes: ScopeInfo[] | undefined;
  opened: boolean;
  onClose: () => void;
}

export function EditKey(props: Props) {
  const { t } = useTranslation(['apiKeys', 'common']);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={<Text fw={650}>{t('edit.title', { name: props.apiKey.name })}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form {...props} />
    </Modal>
  );
}

function Form({ apiKey, scopes, onClose }: Props) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const format = useFormat();
  // The version edited is the one that was read when the form was opened.
  const [edited] = useState(apiKey);
  const [draft, setDraft] = useState<Draft>({
    name: edited.name,
    scopes: edited.scopes,
    lifetime: edited.expires_at === null ? 'never' : 'keep',
    date: '',
    networks: edited.allowed_cidrs,
    limit: edited.rate_limit_per_minute ?? '',
  });
  const [tried, setTried] = useState(false);
  const edit = useEditKey(edited);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setTried(true);
    if (!isComplete(draft)) return;
    edit.mutate(
      {
        name: draft.name.trim(),
        scopes: draft.scopes,
        allowed_cidrs: draft.networks,
        rate_limit_per_minute: draft.limit === '' ? null : draft.limit,
        ...(draft.lifetime === 'keep'
          ? {}
          : { expires_at: expiryOf(draft.lifetime, draft.date, new Date()) }),
      },
      {
        onSuccess: (saved) => {
          notifyDone(t('edit.done', { name: saved.name }));
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <KeyFields
          draft={draft}
          onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
          scopes={scopes ?? []}
          tried={tried}
          present={
            edited.expires_at === null
              ? undefined
              : t('form.keep', { time: format.utc(edited.expires_at) })
          }
        />
        {edit.error !== null && <ProblemAlert error={edit.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={edit.isPending} data-testid="save-key">
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
