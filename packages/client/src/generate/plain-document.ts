/** Of a document what types are made of: without its examples, its errors, which are all alike, and what the API sends by itself. */
export function plainDocument(document: object): object {
  return JSON.parse(JSON.stringify(document), function (this: unknown, key, value) {
    if (key === 'example' || key === 'examples' || key === 'callbacks') return undefined;
    if (key === 'responses' && isObject(value)) {
      return Object.fromEntries(Object.entries(value).filter(([status]) => status < '400'));
    }
    return value;
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
