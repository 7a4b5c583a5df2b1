import { issueWords } from '@taskfold/contract';
import type { z } from 'zod';
import { invalidRequest, type Problem, problemsOf } from '../errors/invalid-request.ts';

const PAIR = /^([a-z_]+)\[([^[\]]*)\]$/;
const MAX_PARAMETERS = 200;

/**
 * Reads the query of a request by a schema. What the schema does not know is refused by those of lists: a filter whose name
 * is misspelt must not answer with everything. `name[key]=value` is a pair of an object; `name[]=value` is `name=value`. What
 * comes more than once is a list, which only a list's schema takes.
 *
 * @param url the request target
 * @throws ApiError `invalid_request` naming every parameter at fault
 */
export function readQuery<Schema extends z.ZodType>(schema: Schema, url: string): z.output<Schema> {
  const mark = url.indexOf('?');
  const { values, problems } = collect(mark === -1 ? '' : url.slice(mark + 1));
  const result = schema.safeParse(values, { error: issueWords });
  if (problems.length > 0) throw invalidRequest(problems);
  if (!result.success) {
    throw invalidRequest(
      result.error.issues.flatMap((issue) =>
        isRepeated(issue, values) ? [repeated(issue)] : problemsOf(issue),
      ),
    );
  }
  return result.data;
}

/** A text, pairs, or a list of such where the parameter came more than once. */
type Given = string | Record<string, unknown> | unknown[];

function collect(query: string) {
  const values: Record<string, unknown> = Object.create(null);
  const problems: Problem[] = [];
  let count = 0;
  for (const [name, value] of new URLSearchParams(query)) {
    count += 1;
    if (count > MAX_PARAMETERS) {
      problems.push({ path: [], message: `has more than ${MAX_PARAMETERS} parameters` });
      break;
    }
    const [, object, key] = PAIR.exec(name) ?? [];
    if (object === undefined || key === undefined) put(values, name, value);
    else if (key === '') put(values, object, value);
    else putPair(values, object, key, value);
  }
  return { values, problems };
}

function put(values: Record<string, unknown>, name: string, value: Given): void {
  const known = values[name];
  if (known === undefined) values[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else values[name] = [known, value];
}

function putPair(values: Record<string, unknown>, name: string, key: string, value: string): void {
  const known = values[name];
  if (typeof known === 'object' && known !== null && !Array.isArray(known)) {
    put(known as Record<string, unknown>, key, value);
    return;
  }
  const pairs: Record<string, unknown> = Object.create(null);
  pairs[key] = value;
  put(values, name, pairs);
}

/** Whether a value was refused because there is more than one of it. */
function isRepeated({ code, path }: z.core.$ZodIssue, values: unknown): boolean {
  if (code !== 'invalid_type' && code !== 'invalid_value') return false;
  const value = path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    values,
  );
  return Array.isArray(value);
}

function repeated({ path }: z.core.$ZodIssue): Problem {
  return { path: path.map(String), message: 'must be given once' };
}
