import { parseKeyRing } from '@taskfold/access';
import { z } from 'zod';
import { networkList } from './guard/network-list.ts';
import { parseSchedule } from './schedule/parse-schedule.ts';

const integer = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** A text that `parse` does not throw at. */
const parsed = (parse: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: error instanceof Error ? error.message : 'cannot be read',
      });
    }
  });

/** `10.0.0.0/8, fd00::/8` in parts. */
export const commaSeparated = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** @throws RangeError */
export function portsOf(text: string): number[] | 'any' {
  if (text.trim() === 'any') return 'any';
  return commaSeparated(text).map((part) => {
    const port = Number(part);
    if (!/^\d{1,5}$/.test(part) || port < 1 || port > 65_535) throw new RangeError(`"${part}" is no port`);
    return port;
  });
}

/** What the role `callbacks` reads from the environment. */
export const CALLBACK_VARIABLES = {
  CALLBACK_KEYS: parsed(parseKeyRing).optional().meta({
    description:
      'Keys that callback secrets are encrypted with, as id:key,id:key, each key 32 bytes in Base64; the first encrypts, the others still decrypt. The role callbacks needs it.',
    secret: true,
  }),
  CALLBACK_SCHEDULE: parsed(parseSchedule).default('0s,5s,5m,30m,2h,5h,10h,14h,20h,24h').meta({
    description: 'Waits before each attempt of a callback, as 5s,5m,2h; a fifth more or less by chance.',
  }),
  CALLBACK_TIMEOUT_MS: integer(100, 120_000)
    .default(15_000)
    .meta({ description: 'For one attempt, from the look-up of the name to the end of the answer.' }),
  CALLBACK_MAX_IN_FLIGHT: integer(1, 10_000)
    .default(256)
    .meta({ description: 'Attempts at the same time of this process.' }),
  CALLBACK_MAX_PER_HOST: integer(1, 10_000)
    .default(64)
    .meta({ description: 'Attempts at the same time of this process to one host.' }),
  CALLBACK_MAX_PER_TENANT: integer(1, 10_000)
    .default(128)
    .meta({ description: 'Attempts at the same time of this process for one tenant.' }),
  CALLBACK_ALLOW_NETWORKS: parsed((text) => networkList(commaSeparated(text)))
    .default('')
    .meta({
      description: 'Networks that callbacks may go to although they are not public, as 10.1.0.0/16,fd00::/8.',
    }),
  CALLBACK_ALLOW_PORTS: parsed(portsOf)
    .default('443,8443')
    .meta({ description: 'Ports that callbacks may go to, or any.' }),
  CALLBACK_ALLOW_HTTP: z.stringbool().default(false).meta({
    description:
      'Whether callbacks may go over plain http, too; they are signed, but anybody on the way can read them.',
  }),
  CALLBACK_ALLOW_LOOPBACK: z.stringbool().default(false).meta({
    description:
      'Whether callbacks may go to this machine itself, on any port and over plain http: for trying things out.',
  }),
};
