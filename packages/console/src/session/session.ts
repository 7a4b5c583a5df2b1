import { createStore, useStore } from '../ui/store.ts';
import {
  activeOf,
  type Keys,
  parseKeys,
  type SignedIn,
  withActive,
  withKey,
  withoutKey,
  withRefused,
} from './keys.ts';
import { linkedSecret } from './link.ts';

/** Of the tab alone: gone with it, and in no other. */
const KEPT_AS = 'taskfold.keys';

const keys = createStore<Keys>(parseKeys(sessionStorage.getItem(KEPT_AS)));
keys.subscribe(() => sessionStorage.setItem(KEPT_AS, JSON.stringify(keys.get())));

/** Whether the address held a key that was not taken. */
const linkRefused = createStore(false);

export const session = {
  signIn: (key: string, label: string) => keys.set(withKey(keys.get(), key, label, crypto.randomUUID())),
  signOut: (id: string) => keys.set(withoutKey(keys.get(), id)),
  signOutAll: () => keys.set({ all: [], active: null }),
  use: (id: string) => keys.set(withActive(keys.get(), id)),
  /** The API no longer takes a key. */
  refuse(key: string) {
    const held = keys.get().all.find((each) => each.key === key && !each.refused);
    if (held !== undefined) keys.set(withRefused(keys.get(), held.id));
  },
};

export const useKeys = (): Keys => useStore(keys);
export const useLinkRefused = (): boolean => useStore(linkRefused);

/** The key that pages below `KeyRequired` ask with. @throws where nobody is signed in */
export function useActiveKey(): SignedIn {
  const active = activeOf(useKeys());
  if (active === null) throw new Error('nobody is signed in');
  return active;
}

/** Takes the key out of the address before anything else sees it, and signs in with it. */
export function takeLinkedKey(): void {
  const linked = linkedSecret(location.hash, location.hostname);
  if (linked.kind === 'none') return;
  history.replaceState(history.state, '', location.pathname + location.search);
  if (linked.kind === 'secret') session.signIn(linked.secret, '');
  else linkRefused.set(true);
}
