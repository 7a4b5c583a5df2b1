import { askWith } from '../api/client.ts';
import type { Credential } from '../session/keys.ts';
import { type Days, instantsOf } from '../time/periods.ts';
import { parseUsage, type UsageSumsRow } from './usage-rows.ts';
import type { GroupName } from './usage-search.ts';

export interface UsageAnswer {
  readonly rows: readonly UsageSumsRow[];
  /** The answer as it came. */
  readonly text: string;
}

/** Sums of the days. @throws what the client throws, for one `invalid_request` where there are too many rows */
export async function askUsage(
  credential: Credential,
  days: Days,
  groups: readonly GroupName[],
  signal: AbortSignal,
): Promise<UsageAnswer> {
  const { from, before } = instantsOf(days);
  const query = { from, to: before, ...(groups.length === 0 ? {} : { group_by: [...groups] }) };
  const { text } = await askWith(credential).usage(query, { signal }).withRawResponse();
  return { rows: parseUsage(text), text };
}

/** The question of a page, as anybody may ask it. */
export function usagePath(days: Days, groups: readonly GroupName[]): string {
  const { from, before } = instantsOf(days);
  const by = groups.length === 0 ? '' : `&group_by=${groups.join(',')}`;
  return `/v1/usage?from=${from}&to=${before}${by}`;
}
