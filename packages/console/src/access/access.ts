import { useQuery } from '@tanstack/react-query';
import type { Me } from '@taskfold/client';
import { askWith } from '../api/client.ts';
import { useActiveKey } from '../session/session.ts';
import type { KeyScope } from './scopes.ts';

/** What a key may do changes by nothing but its end, and that is told by its refusal. */
const KEPT_MS = 5 * 60_000;

/** Whose key the pages ask with, and what it may do; undefined until that is known. */
export function useAccess(): Me | undefined {
  const { credential } = useActiveKey();
  const { data } = useQuery({
    queryKey: [credential, 'me'],
    queryFn: ({ signal }) => askWith(credential).me({ signal }),
    staleTime: KEPT_MS,
  });
  return data;
}

/** Whether the key is known to lack a scope. As long as that is not known it may be tried: the API decides. */
export function useLacks(scope: KeyScope): boolean {
  const access = useAccess();
  return access !== undefined && !access.scopes.includes(scope);
}
