import { readText } from './read-text.ts';
import type { ConfigVariable } from './variables.ts';

/** The variables of a process; absent ones are `undefined`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type ReadVariable =
  | { readonly value: string | undefined }
  /** A sentence that says what to do. */
  | { readonly problem: string };

/**
 * What a variable is set to: in the environment, or, for a secret, in the file that `<NAME>_FILE` names, whose last line
 * end is no part of it. An empty variable counts as one that is not set, because compose files and shells cannot tell the
 * two apart.
 */
export function readVariable({ name, file }: ConfigVariable, env: Environment): ReadVariable {
  const value = env[name] || undefined;
  const path = file === null ? undefined : env[file] || undefined;
  if (file === null || path === undefined) return { value };
  if (value !== undefined) return { problem: `${name} and ${file} are both set: leave one of them out.` };
  const text = readText(file, path);
  if (text instanceof Error) return { problem: text.message };
  const secret = text.replace(/\r?\n$/, '');
  return secret === '' ? { problem: `${file} names a file that is empty: ${path}.` } : { value: secret };
}
