import {
  Button,
  Group,
  Modal,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBrands } from '@/app/shell/brands';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useSeesBrands } from '../BrandFilter';
import type { OneTimeLink } from '../LinkDialog';
import { useCreateUser } from './queries';
import { type AllowedModule, ModulesField, RoleSelect } from './UserFields';

interface Props {
  opened: boolean;
  onClose: () => void;
  /** With the link of an invite, which has to be shown. */
  onInvited: (link: OneTimeLink) => void;
}

export function CreateUser(props: Props) {
  const { t } = useTranslation(['adminUsers', 'common']);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={<Text fw={650}>{t('create.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {/* Its own component, so that each opening begins with an empty form. */}
      <CreateForm {...props} />
    </Modal>
  );
}

const EMPTY = {
  mode: 'invite' as 'invite' | 'manual',
  name: '',
  email: '',
  role: 'support',
  brand: '',
  password: '',
  modules: [] as AllowedModule[],
};

function CreateForm({ onClose, onInvited }: Props) {
  const { t } = useTranslation(['adminUsers', 'auth', 'common']);
  const { tenantId } = useAccess();
  const [draft, setDraft] = useState(EMPTY);
  const create = useCreateUser();
  const set = (change: Partial<typeof EMPTY>) => setDraft((now) => ({ ...now, ...change }));
  const isElsewhere = draft.brand !== '' && draft.brand !== tenantId;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    create.mutate(
      {
        full_name: draft.name,
        email: draft.email,
        role: draft.role,
        tenant_id: isElsewhere ? draft.brand : '',
        allowed_modules: draft.modules,
        password_mode: draft.mode,
        ...(draft.mode === 'manual' ? { password: draft.password } : {}),
      },
      {
        onSuccess: ({ user, invite_url, mailed }) => {
          const { full_name: name, email } = user;
          if (invite_url === null) notifyDone(t('create.done', { name }));
          else onInvited({ kind: 'invite', url: invite_url, name, email, mailed });
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <SegmentedControl
          value={draft.mode}
          onChange={(mode) => set({ mode: mode === 'manual' ? 'manual' : 'invite' })}
          data={[
            { value: 'invite', label: t('create.byInvite') },
            { value: 'manual', label: t('create.byPassword') },
          ]}
          aria-label={t('create.how')}
        />
        <Text size="sm" c="dimmed">
          {t(draft.mode === 'invite' ? 'create.inviteText' : 'create.passwordText')}
        </Text>
        <Group grow align="flex-start">
          <TextInput
            label={t('users.name')}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            maxLength={120}
            data-autofocus
          />
          <TextInput
            label={t('auth:email')}
            type="email"
            value={draft.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
            required
          />
        </Group>
        <BrandSelect
          value={draft.brand || tenantId}
          onChange={(brand) => set({ brand, role: 'support' })}
        />
        <RoleSelect
          brand={isElsewhere ? draft.brand : undefined}
          value={draft.role}
          onChange={(role) => set({ role })}
        />
        <ModulesField value={draft.modules} onChange={(modules) => set({ modules })} />
        {draft.mode === 'manual' && (
          <PasswordInput
            label={t('auth:password')}
            description={t('auth:rules')}
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
            required
            visibilityToggleButtonProps={{ 'aria-label': t('auth:showPassword') }}
          />
        )}
        {create.error !== null && <ProblemAlert error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} data-testid="create-user">
            {t(draft.mode === 'invite' ? 'create.invite' : 'create.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Which brand the admin is for; for platform owners who act in none. */
function BrandSelect({ value, onChange }: { value: string; onChange: (brand: string) => void }) {
  const { t } = useTranslation('adminUsers');
  const brands = useBrands().data?.items ?? [];
  if (!useSeesBrands()) return null;
  return (
    <Select
      label={t('users.brand')}
      data={brands.map((brand) => ({ value: brand.id, label: brand.name }))}
      value={value}
      onChange={(brand) => {
        if (brand !== null) onChange(brand);
      }}
      allowDeselect={false}
      searchable
    />
  );
}
