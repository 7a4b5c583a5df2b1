import { useQuery } from '@tanstack/react-query';
import { useAccess } from '../access/access.ts';
import { askWith } from '../api/client.ts';
import type { Credential } from '../session/keys.ts';
import { useActiveKey } from '../session/session.ts';
import { namesById } from './names-by-id.ts';

/** Those that ended long ago need not all be fetched. */
export const MOST_KEYS = 1000;
const OF_A_PAGE = 100;
const NAMES_KEPT_MS = 5 * 60_000;

/** The keys of the tenant, the newest first, as a question that {@link useQuery} asks. */
function keysOf(credential: Credential) {
  return {
    queryKey: [credential, 'keys'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      askWith(credential).keys.list({ limit: OF_A_PAGE }, { signal }).toArray(MOST_KEYS),
  };
}

/** The keys of the tenant. Of a reader who may not list them it is refused. */
export function useTenantKeys() {
  const { credential } = useActiveKey();
  return useQuery(keysOf(credential));
}

/** What tells keys apart for a person, by their ids. Empty while it is not known, and for readers who may not list keys. */
export function useKeyNames(): ReadonlyMap<string, string> {
  const { credential } = useActiveKey();
  const mayList = useAccess()?.scopes.includes('admin') ?? false;
  const { data } = useQuery({
    ...keysOf(credential),
    enabled: mayList,
    staleTime: NAMES_KEPT_MS,
    select: namesById,
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();
