import { createHash } from 'node:crypto';
import type { LogRecord } from '@taskfold/kafka';

/** SHA-256, in hexadecimal, of what makes a record this one. Lets a topic that was made anew be told from the old one. */
export function recordHash({ offset, timestampMs, key, value }: LogRecord): string {
  const lengths = `${offset} ${timestampMs} ${key?.length ?? -1} ${value?.length ?? -1}\n`;
  const hash = createHash('sha256').update(lengths);
  if (key !== null) hash.update(key);
  if (value !== null) hash.update(value);
  return hash.digest('hex');
}
