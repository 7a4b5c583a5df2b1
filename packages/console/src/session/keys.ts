/**
 * What the pages ask with: a key that the tab holds, or a session of the browser, which stands for a key. The cookie of a session is
 * seen by no page.
 */
export type Credential =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'session'; readonly sessionId: string };

/** A key that somebody signed in with. */
export interface SignedIn {
  /** Names it within the tab; says nothing of the key. */
  readonly id: string;
  /** The same object for as long as it is signed in. */
  readonly credential: Credential;
  readonly keyStart: string;
  /** What the reader calls it; may be empty. */
  readonly label: string;
  /** Set when the API refused it: it was revoked, or has expired. */
  readonly refused: boolean;
}

export interface Keys {
  readonly all: readonly SignedIn[];
  readonly active: string | null;
}

/** What the API tells of a session that the browser has. */
export interface BrowserSession {
  readonly id: string;
  readonly keyStart: string;
  readonly label: string;
}

export const NO_KEYS: Keys = { all: [], active: null };

/** A key may be known by its first characters, which is what the API's list of keys shows, too. */
const SHOWN = 12;

export const isOfBrowser = ({ credential }: SignedIn): boolean => credential.kind === 'session';

/** For people. */
export function keyStart({ keyStart: start }: SignedIn): string {
  return `${start}…`;
}

export function activeOf({ all, active }: Keys): SignedIn | null {
  return all.find(({ id }) => id === active) ?? null;
}

/** That of the tab with this very key. */
export function withThisKey({ all }: Keys, key: string): SignedIn | undefined {
  return all.find(({ credential }) => credential.kind === 'key' && credential.key === key);
}

/** One that is there already takes the new label, and is good again. */
export function withKey(keys: Keys, key: string, label: string, id: string): Keys {
  const known = withThisKey(keys, key);
  const entry = known === undefined ? ofTab(id, key, label) : { ...known, refused: false };
  const named = { ...entry, label: label || entry.label };
  const all =
    known === undefined ? [...keys.all, named] : keys.all.map((each) => (each === known ? named : each));
  return { all, active: named.id };
}

/** Has the sessions that there are, and no others; where nothing is active, the one that came last. */
export function withSessions(keys: Keys, sessions: readonly BrowserSession[]): Keys {
  const held = new Map(keys.all.filter(isOfBrowser).map((entry) => [entry.id, entry]));
  const ofBrowser = sessions.map(
    ({ id, keyStart: start, label }): SignedIn =>
      held.get(id) ?? {
        ...{ id, keyStart: start, label, refused: false },
        credential: { kind: 'session', sessionId: id },
      },
  );
  const all = [...keys.all.filter((entry) => !isOfBrowser(entry)), ...ofBrowser];
  return { all, active: activeOf({ ...keys, all })?.id ?? all.at(-1)?.id ?? null };
}

/** Of those that are left the first becomes active. */
export function withoutKey(keys: Keys, id: string): Keys {
  const all = keys.all.filter((each) => each.id !== id);
  return { all, active: keys.active === id ? (all[0]?.id ?? null) : keys.active };
}

export function withActive(keys: Keys, id: string): Keys {
  return keys.all.some((each) => each.id === id) ? { ...keys, active: id } : keys;
}

/** @param credential that of one of them */
export function withRefused(keys: Keys, credential: Credential): Keys {
  const refuse = (each: SignedIn) => (each.credential === credential ? { ...each, refused: true } : each);
  const isNew = keys.all.some((each) => each.credential === credential && !each.refused);
  return isNew ? { ...keys, all: keys.all.map(refuse) } : keys;
}

function ofTab(id: string, key: string, label: string): SignedIn {
  return { id, credential: { kind: 'key', key }, keyStart: key.slice(0, SHOWN), label, refused: false };
}

/** What the tab keeps: its own keys, and which of all is active. */
export function keptText({ all, active }: Keys): string {
  const own = all.flatMap(({ id, credential, label, refused }) =>
    credential.kind === 'key' ? [{ id, key: credential.key, label, refused }] : [],
  );
  return JSON.stringify({ all: own, active });
}

/** What the tab kept; whatever is not of that form counts as nothing. */
export function parseKeys(text: string | null): Keys {
  try {
    const { all, active } = JSON.parse(text ?? '') as Partial<Record<keyof Keys, unknown>>;
    if (!Array.isArray(all) || !all.every(isKept)) return NO_KEYS;
    const kept = all.map(({ id, key, label, refused }) => ({ ...ofTab(id, key, label), refused }));
    return { all: kept, active: typeof active === 'string' ? active : null };
  } catch {
    return NO_KEYS;
  }
}

interface Kept extends Pick<SignedIn, 'id' | 'label' | 'refused'> {
  readonly key: string;
}

function isKept(value: unknown): value is Kept {
  const { id, key, label, refused } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
  return (
    typeof id === 'string' &&
    typeof key === 'string' &&
    typeof label === 'string' &&
    typeof refused === 'boolean'
  );
}
