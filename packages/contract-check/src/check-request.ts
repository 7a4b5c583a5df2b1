import type { DescribedApi, DescribedOperation, DocumentPart, Located } from './document.ts';
import { bodyTypeOf, type Exchange, fieldOf } from './exchange.ts';
import { jsonOf } from './parse-json.ts';
import type { DocumentSchemas } from './schemas.ts';

export interface AcceptedRequest {
  readonly api: DescribedApi;
  readonly schemas: DocumentSchemas;
  readonly operation: DescribedOperation;
  /** What the braces of the path stand for. */
  readonly path: Readonly<Record<string, string>>;
  readonly exchange: Exchange;
}

/** What the document forbids of a request that was accepted. */
export function checkRequest(request: AcceptedRequest): readonly string[] {
  return [...parameterFaults(request), ...bodyFaults(request)].map((fault) => `accepted request: ${fault}`);
}

function parameterFaults({ schemas, operation, path, exchange }: AcceptedRequest): string[] {
  const query = new URL(exchange.target, 'http://any').searchParams;
  const left = new Set(query.keys());
  for (const name of operation.credentials) left.delete(name);
  const faults: string[] = [];
  for (const { value: parameter, at } of operation.parameters) {
    const name = String(parameter.name);
    const given = givenValue();
    if (given !== undefined) {
      const found = schemas.text([...at, 'schema'], given);
      faults.push(...found.map((fault) => `${parameter.in} parameter ${name}: ${fault}`));
    } else if (parameter.required === true) faults.push(`${parameter.in} parameter ${name} is missing`);

    function givenValue(): unknown {
      if (parameter.in === 'path') return path[name] && decodeURIComponent(path[name]);
      if (parameter.in === 'header') return fieldOf(exchange.requestHeaders, name.toLowerCase());
      if (parameter.style === 'deepObject') return pairsOf(name);
      const values = [name, `${name}[]`].flatMap((each) => (left.delete(each) ? query.getAll(each) : []));
      if ((parameter.schema as DocumentPart).type === 'array') return listOf(values);
      if (values.length > 1) faults.push(`query parameter ${name} is given more than once`);
      return values[0];
    }
  }
  const others = operation.ignoresOthers ? [] : [...left];
  return [...faults, ...others.map((name) => `query parameter ${name} is not described`)];

  /** `name[key]=value`, in any number. */
  function pairsOf(name: string): Record<string, string> | undefined {
    const own = [...left].filter((each) => each.startsWith(`${name}[`) && each.endsWith(']'));
    for (const each of own) left.delete(each);
    if (own.length === 0) return undefined;
    return Object.fromEntries(own.map((each) => [each.slice(name.length + 1, -1), query.get(each) ?? '']));
  }
}

/** `a,b`, repeated, or both, each value once. */
function listOf(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : [...new Set(values.flatMap((value) => value.split(',')))];
}

function bodyFaults({ schemas, operation, exchange }: AcceptedRequest): readonly string[] {
  const { body: described } = operation;
  const text = exchange.requestBody;
  // What a route without a body is sent is not read.
  if (described === undefined) return [];
  if (text === '') return described.value.required === true ? ['the body is missing'] : [];
  const type = bodyTypeOf(exchange.requestHeaders) ?? '';
  const content = contentAt(described, type) ?? (isJson(type) ? contentAt(described, JSON_TYPE) : undefined);
  if (content === undefined) return [`a body of type ${type || 'none'} is not described`];
  const value = jsonOf(text);
  if (value === undefined) return ['the body is no JSON'];
  const taken = takenOf(value, exchange);
  if (Array.isArray(taken) && taken.length === 0) return [];
  return schemas.taken([...content.at, 'schema'], taken).map((fault) => `body: ${fault}`);
}

const JSON_TYPE = 'application/json';

/** Whether what the document says of JSON holds for a type: one of JSON's own, or none, where a route reads such bodies. */
function isJson(type: string): boolean {
  return type === '' || /^[^/]+\/(?:json|[^/]+\+json)$/.test(type);
}

/** Of a list that is answered item by item, the items that were accepted: maybe none. */
function takenOf(value: unknown, exchange: Exchange): unknown {
  if (!Array.isArray(value)) return value;
  const answer = jsonOf(exchange.body) as { readonly data?: readonly { readonly status?: string }[] };
  return value.filter((_, index) => answer?.data?.[index]?.status !== 'refused');
}

/** What the document says of one media type of a body. */
export function contentAt({ value, at }: Located, type: string): Located | undefined {
  const content = (value.content as Readonly<Record<string, DocumentPart>> | undefined)?.[type];
  return content === undefined ? undefined : { value: content, at: [...at, 'content', type] };
}
