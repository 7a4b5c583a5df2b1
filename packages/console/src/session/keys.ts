/** A key that somebody signed in with. */
export interface SignedIn {
  /** Names it within the tab; says nothing of the key. */
  readonly id: string;
  readonly key: string;
  /** What the reader calls it; may be empty. */
  readonly label: string;
  /** Set when the API refused it: it was revoked, or has expired. */
  readonly refused: boolean;
}

export interface Keys {
  readonly all: readonly SignedIn[];
  readonly active: string | null;
}

export const NO_KEYS: Keys = { all: [], active: null };

/** A key may be known by its first characters, which is what the API's list of keys shows, too. */
const SHOWN = 12;

export function keyStart(key: string): string {
  return `${key.slice(0, SHOWN)}…`;
}

export function activeOf({ all, active }: Keys): SignedIn | null {
  return all.find(({ id }) => id === active) ?? null;
}

/** One that is there already takes the new label, and is good again. */
export function withKey(keys: Keys, key: string, label: string, id: string): Keys {
  const known = keys.all.find((each) => each.key === key);
  const entry: SignedIn = { id: known?.id ?? id, key, label: label || (known?.label ?? ''), refused: false };
  const all =
    known === undefined ? [...keys.all, entry] : keys.all.map((each) => (each === known ? entry : each));
  return { all, active: entry.id };
}

/** Of those that are left the first becomes active. */
export function withoutKey(keys: Keys, id: string): Keys {
  const all = keys.all.filter((each) => each.id !== id);
  return { all, active: keys.active === id ? (all[0]?.id ?? null) : keys.active };
}

export function withActive(keys: Keys, id: string): Keys {
  return keys.all.some((each) => each.id === id) ? { ...keys, active: id } : keys;
}

export function withRefused(keys: Keys, id: string): Keys {
  return { ...keys, all: keys.all.map((each) => (each.id === id ? { ...each, refused: true } : each)) };
}

/** What the tab kept; whatever is not of that form counts as nothing. */
export function parseKeys(text: string | null): Keys {
  try {
    const { all, active } = JSON.parse(text ?? '') as Partial<Record<keyof Keys, unknown>>;
    if (!Array.isArray(all) || !all.every(isSignedIn)) return NO_KEYS;
    return { all, active: typeof active === 'string' ? active : null };
  } catch {
    return NO_KEYS;
  }
}

function isSignedIn(value: unknown): value is SignedIn {
  const { id, key, label, refused } = (value ?? {}) as Partial<Record<keyof SignedIn, unknown>>;
  return (
    typeof id === 'string' &&
    typeof key === 'string' &&
    typeof label === 'string' &&
    typeof refused === 'boolean'
  );
}
