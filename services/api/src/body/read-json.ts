import { issueWords } from '@taskfold/contract';
import { countMembers, shapeOf } from '@taskfold/kafka';
import type { z } from 'zod';
import { ApiError } from '../errors/api-error.ts';
import { invalidRequest, problemsOf } from '../errors/invalid-request.ts';

const MAX_NESTING = 32;

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
  const result = schema.safeParse((text === '' ? null : parseOnce(text)) ?? {}, { error: issueWords });
  if (!result.success) throw invalidRequest(result.error.issues.flatMap(problemsOf));
  return result.data;
}

/**
 * What a body says.
 *
 * @throws ApiError `malformed_json` where it is not JSON
 */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError('malformed_json', { cause });
  }
}

/** The same of a body that every reader understands alike. */
function parseOnce(text: string): unknown {
  const value = parseBody(text);
  const { depth, members } = shapeOf(text);
  if (depth > MAX_NESTING) {
    throw invalidRequest([{ path: [], message: `must not nest deeper than ${MAX_NESTING} levels` }]);
  }
  if (members !== countMembers(value)) {
    throw invalidRequest([{ path: [], message: 'must not have an object that names a member twice' }]);
  }
  return value;
}
