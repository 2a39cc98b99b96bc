import {
  Button,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { rolesQuery } from '../roles/queries';
import { usersQuery } from '../users/queries';
import { Lockout } from './Lockout';
import { type NetworkRow, type NetworkValues, useSaveNetwork } from './queries';

interface Props {
  editing: NetworkRow | 'new' | null;
  brand: string | undefined;
  onClose: () => void;
}

/** Adds a network or changes one. */
export function NetworkForm({ editing, brand, onClose }: Props) {
  const { t } = useTranslation(['adminNetworks', 'common']);
  const [shown, setShown] = useState(editing);
  if (editing !== null && editing !== shown) setShown(editing);
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      title={
        <Text fw={650}>{t(shown === 'new' ? 'networks.addTitle' : 'networks.editTitle')}</Text>
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {shown !== null && (
        <Form row={shown === 'new' ? null : shown} brand={brand} onClose={onClose} />
      )}
    </Modal>
  );
}

const EMPTY: NetworkValues = {
  ip_address: '',
  restriction_type: 'blocked',
  reason: '',
  is_active: true,
  role: null,
  admin_id: null,
};

interface FormProps {
  row: NetworkRow | null;
  brand: string | undefined;
  onClose: () => void;
}

function Form({ row, brand, onClose }: FormProps) {
  const { t } = useTranslation(['adminNetworks', 'common']);
  const [values, setValues] = useState<NetworkValues>(row ?? EMPTY);
  const [isConfirmed, setConfirmed] = useState(false);
  const save = useSaveNetwork();
  const set = (change: Partial<NetworkValues>) => setValues({ ...values, ...change });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const { ip_address, restriction_type, reason, is_active, role, admin_id } = values;
    const sent = { ip_address, restriction_type, reason, is_active, role, admin_id };
    save.mutate(
      { brand, row, values: sent, isConfirmed },
      {
        onSuccess: (saved) => {
          notifyDone(t('networks.saved', { network: saved.ip_address }));
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SegmentedControl
          fullWidth
          value={values.restriction_type}
          onChange={(value) => set({ restriction_type: value === 'allowed' ? value : 'blocked' })}
          data={[
            { value: 'blocked', label: t('networks.block') },
            { value: 'allowed', label: t('networks.allow') },
          ]}
        />
        <TextInput
          label={t('networks.network')}
          description={t('networks.networkHint')}
          required
          maxLength={60}
          data-autofocus
          value={values.ip_address}
          onChange={(event) => set({ ip_address: event.currentTarget.value })}
        />
        {row === null && <Target values={values} brand={brand} onChange={set} />}
        <Textarea
          label={t('common:reason')}
          required
          minLength={3}
          maxLength={300}
          autosize
          minRows={2}
          value={values.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        {row !== null && (
          <Switch
            label={t('networks.active')}
            checked={values.is_active}
            onChange={(event) => set({ is_active: event.currentTarget.checked })}
          />
        )}
        <Lockout error={save.error} isConfirmed={isConfirmed} onConfirm={setConfirmed} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} data-testid="save-network">
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface TargetProps {
  values: NetworkValues;
  brand: string | undefined;
  onChange: (change: Partial<NetworkValues>) => void;
}

/** For whom the rule is to hold: everybody, a role, or one admin. */
function Target({ values, brand, onChange }: TargetProps) {
  const { t } = useTranslation('adminNetworks');
  const { can } = useAccess();
  const mayList = can('admins:read');
  const roles = useQuery({ ...rolesQuery(), enabled: mayList }).data ?? [];
  const users =
    useQuery({ ...usersQuery({ brand, size: 200 }), enabled: mayList }).data?.rows ?? [];
  const value =
    values.admin_id !== null
      ? `admin:${values.admin_id}`
      : values.role !== null
        ? `role:${values.role}`
        : null;
  return (
    <Select
      label={t('networks.scope')}
      placeholder={t(brand === 'all' ? 'networks.everyBrand' : 'networks.wholeBrand')}
      clearable
      searchable
      value={value}
      data={[
        {
          group: t('networks.roles'),
          items: roles.map((role) => ({ value: `role:${role.name}`, label: role.name })),
        },
        {
          group: t('networks.admins'),
          items: users.map((user) => ({ value: `admin:${user.id}`, label: user.full_name })),
        },
      ]}
      onChange={(chosen) =>
        onChange({
          role: chosen?.startsWith('role:') === true ? chosen.slice(5) : null,
          admin_id: chosen?.startsWith('admin:') === true ? chosen.slice(6) : null,
        })
      }
    />
  );
}
