import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Draft, isComplete, KeyFields } from './KeyFields';
import { expiryOf, type ScopeInfo } from './model';
import { useCreateKey } from './queries';

const NEW: Draft = { name: '', scopes: [], lifetime: '90', date: '', networks: [], limit: '' };

interface Props {
  opened: boolean;
  scopes: UseQueryResult<ScopeInfo[]>;
  onClose: () => void;
  onCreated: (issued: Schema<'ApiKeyIssued'>) => void;
}

export function CreateKey(props: Props) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const { scopes } = props;
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={<Text fw={650}>{t('create.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {scopes.data ? (
        <Form {...props} catalogue={scopes.data} />
      ) : scopes.isError ? (
        <ProblemAlert error={scopes.error} onRetry={() => void scopes.refetch()} />
      ) : (
        <Skeleton h={320} />
      )}
    </Modal>
  );
}

function Form({ catalogue, onClose, onCreated }: Props & { catalogue: ScopeInfo[] }) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const [draft, setDraft] = useState(NEW);
  const [tried, setTried] = useState(false);
  const create = useCreateKey();

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setTried(true);
    if (!isComplete(draft) || draft.lifetime === 'keep') return;
    create.mutate(
      {
        name: draft.name.trim(),
        scopes: draft.scopes,
        expires_at: expiryOf(draft.lifetime, draft.date, new Date()),
        allowed_cidrs: draft.networks,
        rate_limit_per_minute: draft.limit === '' ? null : draft.limit,
      },
      { onSuccess: onCreated },
    );
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <KeyFields
          draft={draft}
          onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
          scopes={catalogue}
          tried={tried}
        />
        {create.error !== null && <ProblemAlert error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} data-testid="create-key">
            {t('create.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
