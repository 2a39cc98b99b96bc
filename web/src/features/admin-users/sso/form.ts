import type { Provider, ProviderCreate, Role } from './queries';

/** What the form holds: texts as they are typed. */
export interface ProviderForm {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  emailDomains: string[];
  provisions: boolean;
  defaultRole: Role;
  groupsClaim: string;
  groups: GroupRole[];
}

export interface GroupRole {
  group: string;
  role: Role;
}

export const NEW_PROVIDER: ProviderForm = {
  name: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  scopes: 'openid email profile',
  emailDomains: [],
  provisions: false,
  defaultRole: 'Support',
  groupsClaim: '',
  groups: [],
};

export function formOf(provider: Provider): ProviderForm {
  return {
    name: provider.name,
    issuer: provider.issuer,
    clientId: provider.client_id,
    clientSecret: '',
    scopes: provider.scopes,
    emailDomains: provider.email_domains,
    provisions: provider.provisions,
    defaultRole: provider.default_role as Role,
    groupsClaim: provider.groups_claim ?? '',
    groups: Object.entries(provider.role_by_group).map(([group, role]) => ({
      group,
      role: role as Role,
    })),
  };
}

/** The part that may change later; the issuer is who the provider is. */
export function editableOf(form: ProviderForm) {
  const groups = form.groups.filter(({ group }) => group.trim() !== '');
  return {
    name: form.name.trim(),
    client_id: form.clientId.trim(),
    scopes: form.scopes.trim(),
    email_domains: form.emailDomains,
    provisions: form.provisions,
    default_role: form.defaultRole,
    groups_claim: form.groupsClaim.trim() === '' ? null : form.groupsClaim.trim(),
    role_by_group: Object.fromEntries(groups.map(({ group, role }) => [group.trim(), role])),
  };
}

export function createOf(form: ProviderForm): ProviderCreate {
  return {
    ...editableOf(form),
    issuer: form.issuer.trim(),
    client_secret: form.clientSecret,
    is_enabled: true,
  };
}

/** Whether everything that has to be there is; an existing provider keeps its secret. */
export function isComplete(form: ProviderForm, isNew: boolean): boolean {
  const needed = [form.name, form.clientId, ...(isNew ? [form.issuer, form.clientSecret] : [])];
  return needed.every((text) => text.trim() !== '');
}
