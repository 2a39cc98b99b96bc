import {
  Button,
  Group,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { createOf, editableOf, formOf, isComplete, NEW_PROVIDER, type ProviderForm } from './form';
import { GroupRoles } from './GroupRoles';
import { useFocusBack } from '@/ui/useFocusBack';
import { changeProvider, createProvider, type Provider, providersQuery, ROLES } from './queries';

interface Props {
  /** The provider to edit; `null` for a new one. */
  provider: Provider | null;
  onClose: () => void;
}

export function ProviderDialog({ provider, onClose }: Props) {
  const { t } = useTranslation(['sso', 'common']);
  useFocusBack(true);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<Text fw={650}>{provider ? t('edit', { name: provider.name }) : t('add')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form provider={provider} onClose={onClose} />
    </Modal>
  );
}

function Form({ provider, onClose }: Props) {
  const { t } = useTranslation(['sso', 'common']);
  const queryClient = useQueryClient();
  const [form, setForm] = useState(provider ? formOf(provider) : NEW_PROVIDER);
  const set = (change: Partial<ProviderForm>) => setForm((now) => ({ ...now, ...change }));
  const save = useMutation({
    mutationFn: () =>
      provider
        ? changeProvider(provider, {
            ...editableOf(form),
            ...(form.clientSecret === '' ? {} : { client_secret: form.clientSecret }),
          })
        : createProvider(createOf(form)),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });
      notifyDone(t('saved', { name: saved.name }));
      onClose();
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (isComplete(form, provider === null)) save.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          maxLength={80}
          required
          data-autofocus
        />
        <TextInput
          label={t('issuer')}
          description={t('issuerHint')}
          placeholder="https://login.example.com"
          value={form.issuer}
          onChange={(event) => set({ issuer: event.currentTarget.value })}
          disabled={provider !== null}
          required
        />
        <Group grow align="start">
          <TextInput
            label={t('clientId')}
            value={form.clientId}
            onChange={(event) => set({ clientId: event.currentTarget.value })}
            required
          />
          <PasswordInput
            label={t('clientSecret')}
            placeholder={provider ? t('secretKept') : undefined}
            value={form.clientSecret}
            onChange={(event) => set({ clientSecret: event.currentTarget.value })}
            autoComplete="off"
            required={provider === null}
          />
        </Group>
        <TagsInput
          label={t('domains')}
          description={t('domainsHint')}
          placeholder="example.com"
          value={form.emailDomains}
          onChange={(emailDomains) => set({ emailDomains })}
        />
        <Switch
          label={t('provisions')}
          description={t('provisionsHint')}
          checked={form.provisions}
          onChange={(event) => set({ provisions: event.currentTarget.checked })}
        />
        {form.provisions && (
          <Select
            label={t('defaultRole')}
            data={ROLES}
            value={form.defaultRole}
            onChange={(role) => role && set({ defaultRole: role })}
            allowDeselect={false}
          />
        )}
        <Group grow align="start">
          <TextInput
            label={t('scopes')}
            value={form.scopes}
            onChange={(event) => set({ scopes: event.currentTarget.value })}
          />
          <TextInput
            label={t('groupsClaim')}
            placeholder="groups"
            value={form.groupsClaim}
            onChange={(event) => set({ groupsClaim: event.currentTarget.value })}
          />
        </Group>
        {form.groupsClaim.trim() !== '' && (
          <GroupRoles value={form.groups} onChange={(groups) => set({ groups })} />
        )}
        {save.isError && <ProblemAlert error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={!isComplete(form, provider === null)}
            data-testid="save-provider"
          >
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
