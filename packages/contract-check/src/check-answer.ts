import { contentAt } from './check-request.ts';
import type { DescribedApi, DescribedOperation, DocumentPart, Located } from './document.ts';
import { readStreamEvents } from './event-stream.ts';
import { bodyTypeOf, type Exchange, fieldOf } from './exchange.ts';
import { jsonOf } from './parse-json.ts';
import type { DocumentSchemas } from './schemas.ts';

/** Fields of HTTP itself, which every answer may have; any other must be described. */
const FIELDS_OF_HTTP: ReadonlySet<string> = new Set([
  ...[
    'allow',
    'cache-control',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'date',
    'keep-alive',
  ],
  ...['transfer-encoding', 'vary', 'www-authenticate'],
  ...['content-security-policy', 'referrer-policy', 'x-accel-buffering', 'x-content-type-options'],
]);

export interface GivenAnswer {
  readonly api: DescribedApi;
  readonly schemas: DocumentSchemas;
  readonly operation: DescribedOperation;
  readonly exchange: Exchange;
}

/** What is not as the document says it is of an answer to one of its operations. */
export function checkAnswer(given: GivenAnswer): readonly string[] {
  const { operation, exchange } = given;
  const described = operation.answers[exchange.status];
  if (described === undefined) return ['the status is not described'];
  return [...headerFaults(given, described), ...bodyFaults(given, described)];
}

function headerFaults({ api, schemas, exchange }: GivenAnswer, { value, at }: Located): string[] {
  const described = Object.entries((value.headers ?? {}) as Readonly<Record<string, DocumentPart>>);
  const names = new Set(described.map(([name]) => name.toLowerCase()));
  const faults = Object.keys(exchange.headers)
    .filter((name) => !names.has(name) && !FIELDS_OF_HTTP.has(name))
    .map((name) => `header ${name} is not described`);
  for (const [name, header] of described) {
    const text = fieldOf(exchange.headers, name.toLowerCase());
    if (text === undefined) continue;
    const place = api.resolve({ value: header, at: [...at, 'headers', name] });
    faults.push(...schemas.text([...place.at, 'schema'], text).map((fault) => `header ${name}: ${fault}`));
  }
  if (exchange.headers['x-request-id'] === undefined) faults.push('header x-request-id is missing');
  return faults;
}

function bodyFaults({ api, schemas, exchange }: GivenAnswer, described: Located): readonly string[] {
  const { method, headers, body, complete } = exchange;
  const type = bodyTypeOf(headers);
  if (described.value.content === undefined) {
    return body === '' && type === undefined ? [] : [`a body of type ${type ?? 'none'} is not described`];
  }
  const content = contentAt(described, type ?? '');
  if (content === undefined) return [`a body of type ${type ?? 'none'} is not described`];
  if (method === 'HEAD') return body === '' ? [] : ['an answer to HEAD has a body'];
  const at = [...content.at, 'schema'];
  if (type === 'text/event-stream') return eventFaults(schemas, streamSchema(api, content), body);
  if (!complete) return [];
  if (type !== 'application/json') return schemas.sent(at, body).map((fault) => `body: ${fault}`);
  const value = jsonOf(body);
  if (value === undefined) return ['the body is no JSON'];
  return schemas.sent(at, value).map((fault) => `body: ${fault}`);
}

function streamSchema(api: DescribedApi, { value, at }: Located): Located {
  return api.resolve({ value: value.schema as DocumentPart, at: [...at, 'schema'] });
}

/** The fields of each event by its schema, and what `data` holds by the schema of its content. */
function eventFaults(schemas: DocumentSchemas, { value, at }: Located, body: string): readonly string[] {
  const { properties } = value as { readonly properties?: Readonly<Record<string, DocumentPart>> };
  return readStreamEvents(body).flatMap((event, index) => {
    const faults = [...schemas.sent(at, event)];
    if (properties?.data?.contentSchema !== undefined) {
      const place = [...at, 'properties', 'data', 'contentSchema'];
      faults.push(...schemas.sent(place, jsonOf(event.data ?? '')));
    }
    return faults.map((fault) => `event ${index}: ${fault}`);
  });
}
