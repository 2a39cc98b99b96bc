import type { Schema } from '@/api/client';

export type TenantRow = Schema<'TenantRow'>;
export type Flags = Record<string, boolean>;

/** The features of a brand that have a name, in the order in which they are shown. */
export const FEATURES = [
  'can_manage_admins',
  'can_view_reports',
  'can_manage_bonus',
  'can_manage_finance',
  'can_manage_kyc',
  'can_use_crm',
  'can_manage_affiliates',
  'can_use_game_robot',
  'can_edit_configs',
  'can_manage_experiments',
  'can_use_kill_switch',
] as const;
export type Feature = (typeof FEATURES)[number];

/** What a new brand has unless its maker says otherwise: the server's own rule. */
export const NEW_BRAND: Flags = Object.fromEntries(
  FEATURES.map((key) => [
    key,
    key === 'can_use_game_robot' || key === 'can_manage_bonus' || key === 'can_view_reports',
  ]),
);

function flagsIn(value: unknown): Flags {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, boolean] => typeof pair[1] === 'boolean'),
  );
}

/** The switches of a brand as they are stored. A menu key that is absent is shown. */
export interface Switches {
  features: Flags;
  menu: Flags;
}

export function switchesOf(tenant: TenantRow): Switches {
  return { features: flagsIn(tenant.features), menu: flagsIn(tenant.features.menu_flags) };
}

export function featuresOn(tenant: TenantRow): number {
  return Object.values(flagsIn(tenant.features)).filter(Boolean).length;
}

/** The modules that are switched off for a brand. */
export function killedModules(tenant: TenantRow): string[] {
  return Object.entries(flagsIn(tenant.features.kill_switches))
    .filter(([, isOff]) => isOff)
    .map(([module]) => module)
    .sort();
}

/** Named features first, then whatever else the brand has stored. */
export function featureKeys(stored: Flags): string[] {
  const named: readonly string[] = FEATURES;
  const others = Object.keys(stored).filter((key) => !named.includes(key));
  return [...named, ...others.sort()];
}

/** Only what the editor changed: everything else is left as the server has it. */
export interface Edits {
  features: Flags;
  menu: Flags;
}
export const NO_EDITS: Edits = { features: {}, menu: {} };

export function valueOf(group: keyof Edits, key: string, stored: Switches, edits: Edits): boolean {
  return edits[group][key] ?? stored[group][key] ?? group === 'menu';
}

/** The edits after a switch is set; a switch set back to what is stored is no edit. */
export function withEdit(
  edits: Edits,
  stored: Switches,
  group: keyof Edits,
  key: string,
  value: boolean,
): Edits {
  return rebased({ ...edits, [group]: { ...edits[group], [key]: value } }, stored);
}

/** The edits that still change something on a newer state of the brand. */
export function rebased(edits: Edits, stored: Switches): Edits {
  const left = (group: keyof Edits) =>
    Object.fromEntries(
      Object.entries(edits[group]).filter(
        ([key, value]) => value !== valueOf(group, key, stored, NO_EDITS),
      ),
    );
  return { features: left('features'), menu: left('menu') };
}

export function countEdits(edits: Edits): number {
  return Object.keys(edits.features).length + Object.keys(edits.menu).length;
}

/** The merged change to send: nothing that was not edited. */
export function patchOf(edits: Edits): Schema<'TenantPatch'> {
  const menu = Object.keys(edits.menu).length > 0 ? { menu_flags: edits.menu } : {};
  // The generated type wants every key to be a switch, and so leaves no room for the maps it names.
  return { features: { ...edits.features, ...menu } as Schema<'Features'> };
}

export const SHORTEST_NAME = 2;
export const LONGEST_NAME = 80;

export function isName(name: string): boolean {
  const length = name.trim().length;
  return length >= SHORTEST_NAME && length <= LONGEST_NAME;
}
