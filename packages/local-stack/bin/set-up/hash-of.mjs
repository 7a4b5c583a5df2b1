import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * Changes when one of the files does.
 *
 * @param {readonly string[]} files in an order that is always the same
 * @returns {string}
 */
export function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
