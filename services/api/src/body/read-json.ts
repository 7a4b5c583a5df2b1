import type { z } from 'zod';
import { ApiError } from '../errors/api-error.ts';
import { invalidRequest, problemsOf } from '../errors/invalid-request.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The body as text.
 *
 * @throws ApiError `malformed_json` where it is not UTF-8
 */
export function bodyText(body: unknown): string {
  if (!Buffer.isBuffer(body)) return '';
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new ApiError('malformed_json', { cause });
  }
}

/**
 * Reads a JSON body by a schema. An empty one is `{}`, and so is `null`: that is how some clients print that there is none.
 *
 * @throws ApiError `malformed_json`, and `invalid_request` naming every field at fault
 */
export function readJson<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const text = bodyText(body);
  const result = schema.safeParse((text === '' ? null : parse(text)) ?? {});
  if (!result.success) throw invalidRequest(result.error.issues.flatMap(problemsOf));
  return result.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError('malformed_json', { cause });
  }
}
