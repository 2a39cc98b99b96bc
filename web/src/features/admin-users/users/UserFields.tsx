import { Checkbox, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { permissionsQuery, rolesQuery } from '../roles/queries';

export type AllowedModule = NonNullable<Schema<'UserChange'>['allowed_modules']>[number];

interface RoleProps {
  /** The brand whose roles they are, where it is not the one acted in. */
  brand: string | undefined;
  value: string;
  onChange: (role: string) => void;
  disabled?: boolean;
  /** Why the role is fixed, where it is. */
  description?: string;
}

/** A role to give; those the reader may not give are there, but cannot be chosen. */
export function RoleSelect({ brand, value, onChange, disabled, description }: RoleProps) {
  const { t } = useTranslation('adminUsers');
  const roles = useQuery(rolesQuery(brand)).data ?? [];
  const chosen = roles.find((role) => role.id === value);
  return (
    <Select
      label={t('users.role')}
      description={description ?? chosen?.description}
      data={roles.map((role) => ({
        value: role.id,
        label: role.is_assignable ? role.name : t('users.roleNotYours', { role: role.name }),
        disabled: !role.is_assignable && role.id !== value,
      }))}
      value={chosen ? value : null}
      onChange={(role) => {
        if (role !== null) onChange(role);
      }}
      disabled={disabled}
      allowDeselect={false}
      searchable
      comboboxProps={{ withinPortal: true }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data-testid="role-select"
    />
  );
}

interface ModulesProps {
  value: readonly string[];
  onChange: (modules: AllowedModule[]) => void;
  disabled?: boolean;
}

/** The modules an admin is limited to: those that some permission of this server belongs to. */
export function ModulesField({ value, onChange, disabled }: ModulesProps) {
  const { t } = useTranslation('adminUsers');
  const permissions = useQuery(permissionsQuery).data ?? [];
  const known = [...new Set(permissions.map((row) => row.allowed_module))].filter(
    (module): module is AllowedModule => module !== null,
  );
  // What is stored stays to be seen, even where nothing belongs to it in this version.
  const shown = [...new Set([...known, ...(value as AllowedModule[])])];
  return (
    <Checkbox.Group
      label={t('users.modules')}
      description={t(value.length === 0 ? 'users.modulesAll' : 'users.modulesSome')}
      value={[...value]}
      onChange={(next) => onChange(next as AllowedModule[])}
    >
      <Group mt={6} gap="lg">
        {shown.map((module) => (
          <Checkbox
            key={module}
            value={module}
            label={t(`modules.${module}`)}
            disabled={disabled}
          />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
