import openApi from '@taskfold/contract/openapi.json' with { type: 'json' };
import { checkAnswer } from './check-answer.ts';
import { checkRequest } from './check-request.ts';
import { type DocumentPart, readDocument } from './document.ts';
import { bodyTypeOf, type Exchange } from './exchange.ts';
import { jsonOf } from './parse-json.ts';
import { documentSchemas } from './schemas.ts';

export interface ContractCheck {
  /** What the document does not allow of the answer and, where that is no error, of the request. Empty where all is well. */
  faultsOf(exchange: Exchange): readonly string[];
  /** The operation that a request line means; null where the document has none. */
  operationOf(method: string, target: string): string | null;
  readonly operationIds: readonly string[];
}

/** Holds requests and their answers against an OpenAPI 3.1 document: the one that the API serves, unless another is given. */
export function createContractCheck(document: DocumentPart = openApi): ContractCheck {
  const api = readDocument(document);
  const schemas = documentSchemas(document);
  const find = (method: string, target: string) => api.find(method, new URL(target, 'http://any').pathname);

  function faultsOf(exchange: Exchange): readonly string[] {
    const found = find(exchange.method, exchange.target);
    if (found.kind !== 'operation') return strayFaults(exchange, found.kind);
    const { operation, path } = found;
    const faults = checkAnswer({ api, schemas, operation, exchange });
    if (exchange.status >= 400) return faults;
    return [...faults, ...checkRequest({ api, schemas, operation, path, exchange })];
  }

  /** What no operation describes is answered with an error, and with its code. */
  function strayFaults(exchange: Exchange, kind: 'other_method' | 'no_path'): readonly string[] {
    if (exchange.target.startsWith(ASSETS) && exchange.status < 400) return [];
    if (exchange.method === 'OPTIONS' && exchange.status === 204) {
      return exchange.headers.allow === undefined ? ['header allow is missing'] : [];
    }
    const statuses = kind === 'other_method' ? METHOD_STATUSES : PATH_STATUSES;
    const faults = statuses.has(exchange.status)
      ? []
      : [`${exchange.status} is no answer to what the document does not describe`];
    if (bodyTypeOf(exchange.headers) !== 'application/json') return [...faults, 'the answer is no JSON'];
    if (exchange.method === 'HEAD') return faults;
    return [...faults, ...schemas.sent(['components', 'schemas', 'Error'], jsonOf(exchange.body))];
  }

  return {
    faultsOf: (exchange) => faultsOf(exchange).map((fault) => `${nameOf(exchange)}: ${fault}`),
    operationOf(method, target) {
      const found = find(method, target);
      return found.kind === 'operation' ? found.operation.id : null;
    },
    operationIds: api.operationIds,
  };
}

/** Scripts and styles of the reference page. */
const ASSETS = '/docs/';
/** Errors of the protocol come before a method or a path is looked at. */
const PROTOCOL_STATUSES = [400, 408, 413, 414, 417, 431, 500, 503, 504];
const METHOD_STATUSES: ReadonlySet<number> = new Set([405, ...PROTOCOL_STATUSES]);
const PATH_STATUSES: ReadonlySet<number> = new Set([404, ...PROTOCOL_STATUSES]);

/** Names the exchange in a failure. Queries are those of tests. */
function nameOf({ method, target, status }: Exchange): string {
  return `${method} ${target.slice(0, 200)} → ${status}`;
}
