import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Grant } from '../context/grant.ts';

/** What a read token says. */
export interface ReadToken {
  readonly tenantId: string;
  readonly projectId: string;
  /** Of the key that it was made with: budgets are that key's. */
  readonly keyId: string;
  /** SHA-256 of that key, in hexadecimal, by which is found out whether it is still good. */
  readonly keyHash: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly grant: Grant;
}

/** Tokens that carry all that they are good for and are verified by their signature alone: nothing is stored of them. */
export interface ReadTokens {
  issue(token: ReadToken): string;
  /** What a token says; null where it was not issued with one of the keys, was changed, or has expired. */
  open(text: string): ReadToken | null;
}

export const TOKEN_PREFIX = 'tft_';

const TAG_BYTES = 32;
const FORM = /^tft_([A-Za-z0-9_-]{1,6000})\.([A-Za-z0-9_-]{43})$/;
/** Keeps these signatures apart from whatever else the same key signs. */
const PURPOSE = 'taskfold read token 1';

const pairs = z.array(z.tuple([z.string(), z.string()]));
const payload = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.int(),
  z.union([
    z.strictObject({ task: z.string() }),
    z.strictObject({ project: z.string().nullable(), request: z.string().nullable(), metadata: pairs }),
  ]),
]);

/**
 * @param keys the first signs, all of them verify: at least 32 random characters each, the same for all processes
 * @param now milliseconds since 1970
 */
export function createReadTokens(
  keys: readonly (string | Buffer)[],
  now: () => number = Date.now,
): ReadTokens {
  const secrets = keys.map((key) => createHmac('sha256', key).update(PURPOSE).digest());
  const [current] = secrets;
  if (current === undefined) throw new Error('read tokens need a key');
  const tagOf = (secret: Buffer, body: string) => createHmac('sha256', secret).update(body).digest();

  return {
    issue({ tenantId, projectId, keyId, keyHash, expiresAt, grant }) {
      const text = JSON.stringify([tenantId, projectId, keyId, keyHash, expiresAt, wireGrant(grant)]);
      const body = Buffer.from(text).toString('base64url');
      return `${TOKEN_PREFIX}${body}.${tagOf(current, body).toString('base64url')}`;
    },
    open(text) {
      const [, body, encoded] = FORM.exec(text) ?? [];
      if (body === undefined || encoded === undefined) return null;
      const tag = Buffer.from(encoded, 'base64url');
      // Of several spellings of the same bytes only the one that was issued is taken.
      if (tag.length !== TAG_BYTES || tag.toString('base64url') !== encoded) return null;
      if (!secrets.some((secret) => timingSafeEqual(tag, tagOf(secret, body)))) return null;
      const read = payload.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      if (!read.success) return null;
      const [tenantId, projectId, keyId, keyHash, expiresAt, grant] = read.data;
      if (expiresAt * 1000 <= now()) return null;
      return { tenantId, projectId, keyId, keyHash, expiresAt, grant: grantOf(grant) };
    },
  };
}

function wireGrant(grant: Grant) {
  if (grant.kind === 'task') return { task: grant.taskId };
  const { projectId, clientRequestId, metadata } = grant.filter;
  return { project: projectId, request: clientRequestId, metadata };
}

function grantOf(wire: z.output<typeof payload>[5]): Grant {
  if ('task' in wire) return { kind: 'task', taskId: wire.task };
  const { project: projectId, request: clientRequestId, metadata } = wire;
  return { kind: 'filter', filter: { projectId, clientRequestId, metadata } };
}
