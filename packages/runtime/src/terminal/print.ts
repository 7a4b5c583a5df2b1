import { escapeLines } from './escape-controls.ts';

/**
 * Writes to standard output. Whatever commands print goes through here or {@link printError}, which let no control character reach a
 * terminal but line feeds and tabs: data of producers, tenants and servers stands in what they print.
 */
export function print(text: string): void {
  process.stdout.write(escapeLines(text));
}

/** Writes to standard error, in the same way. */
export function printError(text: string): void {
  process.stderr.write(escapeLines(text));
}
