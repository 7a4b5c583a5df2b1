import { issueWords } from '@taskfold/contract';
import type { z } from 'zod';
import { ErrorAnswer, invalidRequest, problemsOf } from './error-answer.ts';
import type { Exchange } from './exchange.ts';

const PAIR = /^([a-z_]+)\[([^[\]]*)\]$/;

/**
 * The query by its schema. `name[key]=value` is a pair of an object; what comes more than once is a list.
 *
 * @throws ErrorAnswer `invalid_request`
 */
export function readQuery<Schema extends z.ZodType>(schema: Schema, { query }: Exchange): z.output<Schema> {
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    const [, object, key] = PAIR.exec(name) ?? [];
    if (object === undefined || key === undefined || key === '') put(values, object ?? name, value);
    else {
      values[object] ??= Object.create(null);
      put(values[object] as Record<string, unknown>, key, value);
    }
  }
  return checked(schema, values);
}

function put(values: Record<string, unknown>, name: string, value: string): void {
  const known = values[name];
  values[name] = known === undefined ? value : [known, value].flat();
}

/**
 * The body by its schema; an empty one is `{}`, and so is `null`.
 *
 * @throws ErrorAnswer `malformed_json`, `invalid_request`
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, { body }: Exchange): z.output<Schema> {
  return checked(schema, (body === '' ? null : parseJson(body)) ?? {});
}

/** @throws ErrorAnswer `malformed_json` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ErrorAnswer('malformed_json');
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: issueWords });
  if (!result.success) throw invalidRequest(result.error.issues.flatMap(problemsOf));
  return result.data;
}

const WAIT = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i;
const MAX_WAIT_SECONDS = 60;

/** How long `Prefer: wait=N` asks the answer to be held, in seconds; null where it does not. */
export function preferredWait({ headers: { prefer } }: Exchange): number | null {
  const seconds = typeof prefer === 'string' ? WAIT.exec(prefer)?.[1] : undefined;
  return seconds === undefined ? null : Math.min(Number(seconds), MAX_WAIT_SECONDS);
}
