import { readFileSync } from 'node:fs';

/**
 * The text of a file that a variable names.
 *
 * @returns the text, or an error whose message is the sentence for whoever set the variable
 */
export function readText(name: string, path: string): string | Error {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error';
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
    return new Error(`${name} names a file that ${why}: ${path}.`);
  }
}
