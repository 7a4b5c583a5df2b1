/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 holds it. */
export type DocumentPart = { readonly [keyword: string]: unknown };

/** A value of the document, and where it is: keys from the top. */
export interface Located<Value = DocumentPart> {
  readonly value: Value;
  readonly at: readonly string[];
}

export interface DescribedOperation {
  readonly id: string;
  /** Whether parameters of the query that are not described may be there: `x-other-parameters: ignored`. */
  readonly ignoresOthers: boolean;
  /** Parameters of the query that hold credentials. */
  readonly credentials: readonly string[];
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

const isObject = (value: unknown): value is DocumentPart => typeof value === 'object' && value !== null;
const objectAt = (parent: DocumentPart, key: string): DocumentPart => {
  const value = parent[key];
  return isObject(value) ? value : {};
};

/** Reads the paths of an OpenAPI document, which must be well-formed. */
export function readDocument(document: DocumentPart): DescribedApi {
  function resolve({ value, at }: Located): Located {
    if (typeof value.$ref !== 'string') return { value, at };
    const keys = value.$ref.slice('#/'.length).split('/');
    return { value: keys.reduce(objectAt, document), at: keys };
  }

  function described(path: string, method: string, value: DocumentPart): DescribedOperation {
    const at = ['paths', path, method];
    const list = Array.isArray(value.parameters) ? (value.parameters as DocumentPart[]) : [];
    const responses = Object.entries(objectAt(value, 'responses')) as [string, DocumentPart][];
    return {
      id: String(value.operationId),
      ignoresOthers: value['x-other-parameters'] === 'ignored',
      credentials: credentialsOf(value),
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

  function credentialsOf({ security }: DocumentPart): readonly string[] {
    const schemes = objectAt(objectAt(document, 'components'), 'securitySchemes');
    return (Array.isArray(security) ? (security as DocumentPart[]) : [])
      .flatMap((way) => Object.keys(way).map((name) => objectAt(schemes, name)))
      .flatMap((scheme) => (scheme.in === 'query' ? [String(scheme.name)] : []));
  }

  const templates = Object.entries(objectAt(document, 'paths')).map(([path, methods]) => ({
    match: matcherOf(path),
    methods: new Map(
      Object.entries(methods as DocumentPart).map(([method, value]) => [
        method,
        described(path, method, value as DocumentPart),
      ]),
    ),
  }));

  return {
    find(method, path) {
      const asked = method === 'HEAD' ? 'get' : method.toLowerCase();
      let isPath = false;
      for (const { match, methods } of templates) {
        const named = match(path);
        if (named === null) continue;
        const operation = methods.get(asked);
        isPath = true;
        // A path without parameters may also be one of an operation with some.
        if (operation === undefined) continue;
        return { kind: 'operation', operation, path: named };
      }
      return { kind: isPath ? 'other_method' : 'no_path' };
    },
    resolve,
    operationIds: templates.flatMap(({ methods }) => [...methods.values()].map(({ id }) => id)),
  };
}

/** Takes a path, with or without a slash at its end, apart by a template whose segments are fixed or `{name}`. */
function matcherOf(template: string): (path: string) => Record<string, string> | null {
  const parts = template.split('/');
  return (path) => {
    const given = (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).split('/');
    if (given.length !== parts.length) return null;
    const named: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const text = given[index] ?? '';
      if (part.startsWith('{') && text !== '') named[part.slice(1, -1)] = text;
      else if (part !== text) return null;
    }
    return named;
  };
}
