import { distance } from 'fastest-levenshtein';
import type { Environment } from './read-variable.ts';

const PREFIX = 'TASKFOLD_';
/** What Kubernetes sets for each service of a namespace: `TASKFOLD_API_PORT_8080_TCP`. */
const OF_KUBERNETES = /_(?:SERVICE_(?:HOST|PORT\w*)|PORT(?:_\d+_(?:TCP|UDP)(?:_\w+)?)?)$/;
/** Shorter names are near to what others mean by theirs. */
const LEAST_LENGTH = 5;
const LONG = 8;

/**
 * Variables that are set, that nobody reads, and whose names are nearly those of settings: a letter or two apart, or with
 * `TASKFOLD_` before them.
 *
 * @param names the settings, with those that name files
 * @returns a sentence for each
 */
export function mistypedNames(names: readonly string[], env: Environment): string[] {
  const known = new Set(names);
  return Object.keys(env).flatMap((name) => {
    if (!env[name] || known.has(name) || OF_KUBERNETES.test(name)) return [];
    const bare = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
    const meant = known.has(bare) ? bare : names.find((other) => isNear(bare, other));
    return meant === undefined
      ? []
      : [`${name} is set, and nothing reads it. The setting is called ${meant}.`];
  });
}

function isNear(name: string, other: string): boolean {
  if (other.length < LEAST_LENGTH) return false;
  return distance(name, other) <= (other.length < LONG ? 1 : 2);
}
