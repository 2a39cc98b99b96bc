import { optionalText } from '@/app/search';

/** What the address of the list of teams holds: the team that is open. */
export interface TeamsSearch {
  team?: string;
}

export function teamsSearch(search: Record<string, unknown>): TeamsSearch {
  return { team: optionalText(search.team)?.slice(0, 36) };
}
