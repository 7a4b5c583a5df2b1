import type { IncomingHttpHeaders } from 'node:http';
import { messageOf } from '@taskfold/runtime/command';
import type { Webhook } from 'standardwebhooks';
import { z } from 'zod';

/** What the standard signs beside the body. */
const SIGNED_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
/** How long a receiver has, as the service sees it (docs/callbacks.md). */
const FORWARD_LIMIT_MS = 15_000;

const message = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({ task_id: z.string(), status: z.string(), revision: z.int() }),
});

/** What became of one callback. */
export interface Received {
  readonly received_at: string;
  readonly webhook_id: string | null;
  /** Whether a secret has signed it within the last minutes. */
  readonly verified: boolean;
  /** Whether the same webhook-id came before. */
  readonly repeated: boolean;
  /** What was answered to the service. */
  readonly answered: number;
  /** What the local server answered, or why it did not; null where nothing was forwarded. */
  readonly forwarded: {
    readonly status: number | null;
    readonly error: string | null;
    readonly duration_ms: number;
  } | null;
  readonly body: unknown;
}

export interface ReceiveOptions {
  readonly verifiers: readonly Webhook[];
  readonly forwardTo: string | undefined;
  readonly signal: AbortSignal;
}

/** The parts of a message that are shown; `undefined` where it has another form. */
export function shownParts(body: unknown): z.output<typeof message> | undefined {
  return message.safeParse(body).data;
}

/** Verifies a callback, and forwards what is verified. @returns what became of it; `answered` is for the service */
export function createReceive({ verifiers, forwardTo, signal }: ReceiveOptions) {
  const seen = new Set<string>();
  return async (body: Buffer, headers: IncomingHttpHeaders): Promise<Received> => {
    const id = textOf(headers['webhook-id']);
    const verified = verifiers.some((verifier) => isSigned(verifier, body, headers));
    const repeated = verified && seen.has(id);
    if (verified) remember(seen, id);
    const forwarded =
      verified && forwardTo !== undefined ? await forward(body, headers, forwardTo, signal) : null;
    const answered = !verified ? 401 : forwarded === null ? 204 : (forwarded.status ?? 502);
    const received_at = new Date().toISOString();
    return {
      received_at,
      webhook_id: id || null,
      verified,
      repeated,
      answered,
      forwarded,
      body: jsonOf(body),
    };
  };
}

const REMEMBERED = 10_000;

function remember(seen: Set<string>, id: string): void {
  seen.add(id);
  const [oldest] = seen;
  if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
}

function isSigned(verifier: Webhook, body: Buffer, headers: IncomingHttpHeaders): boolean {
  try {
    const signed = Object.fromEntries(SIGNED_HEADERS.map((name) => [name, textOf(headers[name])]));
    verifier.verify(body, signed, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

async function forward(
  body: Buffer,
  headers: IncomingHttpHeaders,
  url: string,
  signal: AbortSignal,
): Promise<NonNullable<Received['forwarded']>> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const passed = ['content-type', 'user-agent', ...SIGNED_HEADERS].map((name) => [
    name,
    textOf(headers[name]),
  ]);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: Object.fromEntries(passed.filter(([, value]) => value !== '')),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(FORWARD_LIMIT_MS)]),
    });
    await response.body?.cancel();
    return { status: response.status, error: null, duration_ms: took() };
  } catch (error) {
    return { status: null, error: messageOf(error), duration_ms: took() };
  }
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
