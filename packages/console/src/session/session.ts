import { createStore, useStore } from '../ui/store.ts';
import { beginSession, endSession, listSessions, mayKeepSessions } from './browser-sessions.ts';
import {
  activeOf,
  type Credential,
  isOfBrowser,
  type Keys,
  keptText,
  parseKeys,
  type SignedIn,
  withActive,
  withKey,
  withoutKey,
  withRefused,
  withSessions,
  withThisKey,
} from './keys.ts';
import { linkedSecret } from './link.ts';

/** Of the tab alone: gone with it, and in no other. Of sessions nothing is kept there. */
const KEPT_AS = 'taskfold.keys';

const keys = createStore<Keys>(parseKeys(sessionStorage.getItem(KEPT_AS)));
keys.subscribe(() => sessionStorage.setItem(KEPT_AS, keptText(keys.get())));

/** Whether the address held a key that was not taken. */
const linkRefused = createStore(false);
/** Whether it is not known yet what sessions the browser has. */
const looking = createStore(mayKeepSessions());
/** Why somebody is still signed in who wanted out; null where nobody is. */
const notEnded = createStore<string | null>(null);

/** Tabs of one browser have the same sessions. */
const otherTabs = new BroadcastChannel('taskfold.sessions');
otherTabs.onmessage = () => void look();

async function look(): Promise<void> {
  try {
    const sessions = await listSessions();
    keys.set(withSessions(keys.get(), sessions));
  } catch {
    // Whoever is signed in stays so; whoever is not can sign in.
  }
  looking.set(false);
}

/** Ends what the API has to end first: a cookie that stays would sign in again. */
async function signOut(id: string | 'all'): Promise<void> {
  const isMeant = (entry: SignedIn) => id === 'all' || entry.id === id;
  const meant = keys.get().all.filter(isMeant);
  try {
    if (meant.some(isOfBrowser)) {
      await endSession(id);
      otherTabs.postMessage('ended');
    }
    keys.set(meant.reduce((left, entry) => withoutKey(left, entry.id), keys.get()));
    notEnded.set(null);
  } catch (error) {
    notEnded.set(error instanceof Error ? error.message : String(error));
  }
}

export const session = {
  signIn: (key: string, label: string) => keys.set(withKey(keys.get(), key, label, crypto.randomUUID())),
  /**
   * Signs in on this browser, and has the tab forget the key.
   *
   * @throws Error with a sentence for people
   */
  async keepSignedIn(key: string, label: string): Promise<void> {
    const { id } = await beginSession(key, label);
    const sessions = await listSessions();
    if (!sessions.some((each) => each.id === id))
      throw new Error('This browser keeps no cookies of this address. Sign in for this tab alone.');
    const inTab = withThisKey(keys.get(), key);
    const others = inTab === undefined ? keys.get() : withoutKey(keys.get(), inTab.id);
    keys.set(withActive(withSessions(others, sessions), id));
    otherTabs.postMessage('begun');
  },
  signOut,
  use: (id: string) => keys.set(withActive(keys.get(), id)),
  /** The API no longer takes it. */
  refuse: (credential: Credential) => keys.set(withRefused(keys.get(), credential)),
};

export const useKeys = (): Keys => useStore(keys);
export const useLinkRefused = (): boolean => useStore(linkRefused);
export const useLooking = (): boolean => useStore(looking);
export const useNotEnded = (): string | null => useStore(notEnded);

/** The key that pages below `KeyRequired` ask with. @throws where nobody is signed in */
export function useActiveKey(): SignedIn {
  const active = activeOf(useKeys());
  if (active === null) throw new Error('nobody is signed in');
  return active;
}

/** Finds out who is signed in on this browser; whoever is in this tab need not wait for it. */
export function takeSessions(): void {
  if (mayKeepSessions()) void look();
}

/** Takes the key out of the address before anything else sees it, and signs in with it. */
export function takeLinkedKey(): void {
  const linked = linkedSecret(location.hash, location.hostname);
  if (linked.kind === 'none') return;
  history.replaceState(history.state, '', location.pathname + location.search);
  if (linked.kind === 'secret') session.signIn(linked.secret, '');
  else linkRefused.set(true);
}
