import { linkedSecret } from '../../session/link.ts';
import { createStore, useStore } from '../../ui/store.ts';

/** Who is signed in. */
export interface SignedInOperator {
  readonly token: string;
  /** What the audit log calls them; may be empty until they act. */
  readonly actor: string;
  /** Set when the API refused the token: it is another one by now. */
  readonly refused: boolean;
}

/** Of the tab alone: gone with it, and in no other. */
const KEPT_AS = 'taskfold.operator';
const TOKEN_FORM = /^\S{16,256}$/;

const operator = createStore<SignedInOperator | null>(parseOperator(sessionStorage.getItem(KEPT_AS)));
operator.subscribe(() => {
  const now = operator.get();
  if (now === null) sessionStorage.removeItem(KEPT_AS);
  else sessionStorage.setItem(KEPT_AS, JSON.stringify(now));
});
const linkRefused = createStore(false);

export const operatorSession = {
  signIn: (token: string, actor: string) => operator.set({ token, actor, refused: false }),
  signOut: () => operator.set(null),
  /** Kept for the next act. */
  rename(actor: string) {
    const now = operator.get();
    if (now !== null && now.actor !== actor) operator.set({ ...now, actor });
  },
  /** The API no longer takes the token. */
  refuse(token: string) {
    const now = operator.get();
    if (now?.token === token && !now.refused) operator.set({ ...now, refused: true });
  },
};

export const useSignedInOperator = (): SignedInOperator | null => useStore(operator);
export const useTokenLinkRefused = (): boolean => useStore(linkRefused);

/** Of pages that are there only while somebody is signed in. @throws where nobody is */
export function useOperator(): SignedInOperator {
  const now = useSignedInOperator();
  if (now === null) throw new Error('nobody is signed in');
  return now;
}

/** Takes the token of a link `#token=…` out of the address before anything else sees it, and signs in with it. */
export function takeLinkedToken(): void {
  const linked = linkedSecret(location.hash, location.hostname, { name: 'token', form: TOKEN_FORM });
  if (linked.kind === 'none') return;
  history.replaceState(history.state, '', location.pathname + location.search);
  if (linked.kind === 'secret') operatorSession.signIn(linked.secret, operator.get()?.actor ?? '');
  else linkRefused.set(true);
}

function parseOperator(text: string | null): SignedInOperator | null {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Record<keyof SignedInOperator, unknown>>;
    const { token, actor, refused } = kept;
    if (typeof token !== 'string' || typeof actor !== 'string' || typeof refused !== 'boolean') return null;
    return { token, actor, refused };
  } catch {
    return null;
  }
}
