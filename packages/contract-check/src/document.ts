/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 holds it. */
export type JsonObject = { readonly [keyword: string]: unknown };

/** A value of the document, and where it is: keys from the top. */
export interface Located<Value = JsonObject> {
  readonly value: Value;
  readonly at: readonly string[];
}

export interface DescribedOperation {
  readonly id: string;
  /** Whether parameters of the query that are not described may be there: `x-other-parameters: ignored`. */
  readonly ignoresOthers: boolean;
  readonly parameters: readonly Located[];
  readonly body: Located | undefined;
  /** By status. */
  readonly answers: Readonly<Record<string, Located>>;
}

/** What the document says of a request line. */
type Found =
  | {
      readonly kind: 'operation';
      readonly operation: DescribedOperation;
      readonly path: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'other_method' }
  | { readonly kind: 'no_path' };

export interface DescribedApi {
  /** HEAD is answered as GET is, without the body. */
  find(method: string, path: string): Found;
  /** Follows a reference within the document. */
  resolve(located: Located): Located;
  readonly operationIds: readonly string[];
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
const objectAt = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key];
  return isObject(value) ? value : {};
};

/** Reads the paths of an OpenAPI document, which must be well-formed. */
export function readDocument(document: JsonObject): DescribedApi {
  function resolve({ value, at }: Located): Located {
    if (typeof value.$ref !== 'string') return { value, at };
    const keys = value.$ref.slice('#/'.length).split('/');
    return { value: keys.reduce(objectAt, document), at: keys };
  }

  function described(path: string, method: string, value: JsonObject): DescribedOperation {
    const at = ['paths', path, method];
    const list = Array.isArray(value.parameters) ? (value.parameters as JsonObject[]) : [];
    const responses = Object.entries(objectAt(value, 'responses')) as [string, JsonObject][];
    return {
      id: String(value.operationId),
      ignoresOthers: value['x-other-parameters'] === 'ignored',
      parameters: list.map((each, index) =>
        resolve({ value: each, at: [...at, 'parameters', String(index)] }),
      ),
      body: isObject(value.requestBody)
        ? resolve({ value: value.requestBody, at: [...at, 'requestBody'] })
        : undefined,
      answers: Object.fromEntries(
        responses.map(([status, each]) => [
          status,
          resolve({ value: each, at: [...at, 'responses', status] }),
        ]),
      ),
    };
  }

  const templates = Object.entries(objectAt(document, 'paths')).map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`),
    methods: new Map(
      Object.entries(methods as JsonObject).map(([method, value]) => [
        method,
        described(path, method, value as JsonObject),
      ]),
    ),
  }));

  return {
    find(method, path) {
      const asked = method === 'HEAD' ? 'get' : method.toLowerCase();
      for (const { pattern, methods } of templates) {
        const match = pattern.exec(path);
        if (match === null) continue;
        const operation = methods.get(asked);
        if (operation === undefined) return { kind: 'other_method' };
        return { kind: 'operation', operation, path: { ...match.groups } };
      }
      return { kind: 'no_path' };
    },
    resolve,
    operationIds: templates.flatMap(({ methods }) => [...methods.values()].map(({ id }) => id)),
  };
}
