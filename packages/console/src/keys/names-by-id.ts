import type { ApiKey } from '@taskfold/client';

/** What keys are called, by their ids. Two may have one name, so that the beginning of each is a part of it. */
export function namesById(
  keys: readonly Pick<ApiKey, 'key_id' | 'name' | 'key_start'>[],
): ReadonlyMap<string, string> {
  return new Map(keys.map(({ key_id, name, key_start }) => [key_id, `${name} ${key_start}…`]));
}
