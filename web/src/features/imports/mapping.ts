import type { MappingRequest, MappingView } from './wire';

/** The fields of a game that a file can give, the most important first. */
export const TARGETS = [
  'external_id',
  'provider',
  'name',
  'category',
  'type',
  'rtp',
  'volatility',
  'image_url',
  'tags',
  'features',
  'min_bet',
  'max_bet',
  'release_date',
] as const satisfies readonly MappingView['candidates'][number]['target'][];
export type Target = (typeof TARGETS)[number];

/** Fields shown from the start; the others only if the file seems to have them. */
const MAIN: readonly Target[] = ['external_id', 'provider', 'name', 'category', 'type', 'rtp'];

/** Fields that one value may give for the whole file. */
const CONSTANTS: readonly Target[] = ['provider', 'category', 'type'];

export function allowsConstant(target: Target): boolean {
  return CONSTANTS.includes(target);
}

/**
 * What gives a field: names of the file, of which the first that has a value counts, or one value
 * for every row. A field without a choice is not in the file.
 */
export type Choice = { names: string[] } | { constant: string };
export type Chosen = Partial<Record<Target, Choice>>;

export function startOf({ sources, constants }: MappingView): Chosen {
  const chosen: Chosen = {};
  for (const target of TARGETS) {
    const names = sources[target];
    const constant = constants[target];
    if (names !== undefined && names.length > 0) chosen[target] = { names };
    else if (constant !== undefined) chosen[target] = { constant };
  }
  return chosen;
}

export function requestOf(chosen: Chosen, saveAs: string | null): MappingRequest {
  const request: MappingRequest = { sources: {}, constants: {} };
  for (const target of TARGETS) {
    const choice = chosen[target];
    if (choice === undefined) continue;
    if ('names' in choice) request.sources[target] = choice.names;
    else request.constants = { ...request.constants, [target]: choice.constant.trim() };
  }
  return saveAs === null ? request : { ...request, save_as: saveAs };
}

/** The names of the file that a choice reads. */
export function namesOf(choice: Choice | undefined): string[] {
  return choice !== undefined && 'names' in choice ? choice.names : [];
}

export function mainTargets(mapping: MappingView): Target[] {
  const start = startOf(mapping);
  return TARGETS.filter((target) => MAIN.includes(target) || start[target] !== undefined);
}

export function unusedNames({ headers }: MappingView, chosen: Chosen): string[] {
  const used = new Set(TARGETS.flatMap((target) => namesOf(chosen[target])));
  return headers.map((header) => header.name).filter((name) => !used.has(name));
}

/** Constants that were asked for and not written yet. */
export function emptyConstants(chosen: Chosen): Target[] {
  return TARGETS.filter((target) => {
    const choice = chosen[target];
    return choice !== undefined && 'constant' in choice && choice.constant.trim() === '';
  });
}

export type Strength = 'strong' | 'fair' | 'weak';

/** A confidence from 0 to 1 as a word, for a number alone says little. */
export function strengthOf(confidence: number): Strength {
  if (confidence >= 0.85) return 'strong';
  return confidence >= 0.6 ? 'fair' : 'weak';
}

/** Why a field has the name it has. */
export type Origin =
  | { kind: 'proposed'; confidence: number; reason: string }
  | { kind: 'known' | 'saved' | 'own' | 'none' }
  | { kind: 'declined'; source: string };

export function originOf(mapping: MappingView, target: Target, choice: Choice | undefined): Origin {
  const candidate = mapping.candidates.find((found) => found.target === target);
  const [name] = namesOf(choice);
  if (candidate !== undefined && name === candidate.source)
    return { kind: 'proposed', confidence: candidate.confidence, reason: candidate.reason };
  if (choice === undefined)
    return candidate === undefined
      ? { kind: 'none' }
      : { kind: 'declined', source: candidate.source };
  const start = startOf(mapping)[target];
  if (JSON.stringify(start) !== JSON.stringify(choice) || mapping.origin === 'chosen')
    return { kind: 'own' };
  return { kind: mapping.origin === 'saved' ? 'saved' : 'known' };
}

/** Pairs of fields that a file often gives in one column; any other sharing is likely a slip. */
const MAY_SHARE: readonly Target[] = ['category', 'type'];

/** Fields that take the same name as another field they should not share it with. */
export function clashes(chosen: Chosen): Target[] {
  return TARGETS.filter((target) => {
    const [name] = namesOf(chosen[target]);
    return (
      name !== undefined &&
      TARGETS.some(
        (other) =>
          other !== target &&
          namesOf(chosen[other])[0] === name &&
          !(MAY_SHARE.includes(target) && MAY_SHARE.includes(other)),
      )
    );
  });
}
