import { z } from 'zod';
import type { Grant } from '../context/grant.ts';
import { createSignedPayloads } from './signed-payloads.ts';

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
  const payloads = createSignedPayloads(keys, PURPOSE);

  return {
    issue({ tenantId, projectId, keyId, keyHash, expiresAt, grant }) {
      const said = [tenantId, projectId, keyId, keyHash, expiresAt, wireGrant(grant)];
      return `${TOKEN_PREFIX}${payloads.seal(said)}`;
    },
    open(text) {
      if (!text.startsWith(TOKEN_PREFIX)) return null;
      const read = payload.safeParse(payloads.open(text.slice(TOKEN_PREFIX.length)));
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
