import { randomBytes } from 'node:crypto';

/** What processors need beside the rest to call back on this machine. The same for all that follow one another. */
export function callbackEnv(): Record<string, string> {
  return {
    ROLES: 'fold,relay,callbacks',
    CALLBACK_KEYS: `k:${randomBytes(32).toString('base64')}`,
    CALLBACK_ALLOW_LOOPBACK: 'true',
    CALLBACK_SCHEDULE: '0s,1s,1s,1s,1s',
  };
}
