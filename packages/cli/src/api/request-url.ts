import type { Operation } from '@taskfold/contract';

/** Values of a query: of a list, all are sent under the one name. What is undefined is left out. */
export type QueryValues = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Where a request goes. @param path a value for each name in braces of the operation's path */
export function requestUrl(
  baseUrl: string,
  operation: Operation,
  path: Readonly<Record<string, string>> = {},
  query: QueryValues = {},
): string {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined) throw new Error(`${operation.id} wants ${name}`);
    return encodeURIComponent(value);
  });
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return `${baseUrl}${filled}${parameters.size === 0 ? '' : `?${parameters}`}`;
}
