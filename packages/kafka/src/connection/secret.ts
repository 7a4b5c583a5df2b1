import { readFileSync } from 'node:fs';

/** A secret that stands in a variable, or in the file that another one names. */
export interface SecretSource {
  readonly value: string | undefined;
  readonly file: string | undefined;
}

/**
 * The secret as it is now: a file is read again each time, so that a new one needs no restart. A line end after it, which
 * editors add, is no part of it.
 *
 * @throws Error where the file cannot be read
 */
export function readSecret({ value, file }: SecretSource): string {
  if (file === undefined) return value ?? '';
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}
