import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const ITERATIONS = 4096;

/** Of visible ASCII characters alone: others servers would have to normalise first. */
export function canBePassword(text: string): boolean {
  return /^[!-~]+$/.test(text);
}

/**
 * What PostgreSQL stores of a password (SCRAM-SHA-256, RFC 5803), made here so that no statement and no log of the server holds the
 * password.
 *
 * @throws RangeError for what is no password (see {@link canBePassword})
 */
export function scramVerifier(password: string, salt = randomBytes(16)): string {
  if (!canBePassword(password))
    throw new RangeError('a password of a login must be visible ASCII characters');
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const sign = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(sign('Client Key')).digest('base64');
  const server = sign('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${server}`;
}
