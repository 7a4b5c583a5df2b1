import type { z } from 'zod';
import { invalidRequest, type Problem, problemsOf } from '../errors/invalid-request.ts';

const PAIR = /^([a-z_]+)\[([^[\]]*)\]$/;
const MAX_PARAMETERS = 200;

/**
 * Reads the query of a request by a schema. What the schema does not know is refused: a filter whose name is misspelt
 * must not answer with everything. `name[key]=value` is a pair of an object.
 *
 * @param url the request target
 * @throws ApiError `invalid_request` naming every parameter at fault
 */
export function readQuery<Schema extends z.ZodType>(schema: Schema, url: string): z.output<Schema> {
  const mark = url.indexOf('?');
  const { values, problems } = collect(mark === -1 ? '' : url.slice(mark + 1));
  const result = schema.safeParse(values);
  if (problems.length > 0) throw invalidRequest(problems);
  if (!result.success) throw invalidRequest(result.error.issues.flatMap(problemsOf));
  return result.data;
}

function collect(query: string) {
  const values: Record<string, unknown> = Object.create(null);
  const problems: Problem[] = [];
  let count = 0;
  for (const [name, value] of new URLSearchParams(query)) {
    count += 1;
    if (count > MAX_PARAMETERS) {
      problems.push({ path: [], message: `there are more than ${MAX_PARAMETERS} parameters` });
      break;
    }
    const [, object, key] = PAIR.exec(name) ?? [];
    const path = object === undefined || key === undefined ? [name] : [object, key];
    if (!put(values, path, value)) problems.push({ path, message: 'must be given once' });
  }
  return { values, problems };
}

function put(values: Record<string, unknown>, [name = '', key]: readonly string[], value: string): boolean {
  const known = values[name];
  if (key === undefined) {
    if (known !== undefined) return false;
    values[name] = value;
    return true;
  }
  if (known === undefined) values[name] = Object.fromEntries([[key, value]]);
  else if (typeof known !== 'object' || known === null || Object.hasOwn(known, key)) return false;
  else Object.defineProperty(known, key, { value, enumerable: true });
  return true;
}
