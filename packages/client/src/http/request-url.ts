/** The URL of a request. A list is the parameter repeated, an object `name[key]=value`; what is undefined or null is left out. */
export function urlOf(
  baseUrl: string,
  template: string,
  path: Readonly<Record<string, unknown>> = {},
  query: object = {},
): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be given as a text`);
    return encodeURIComponent(value);
  });
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value)) for (const each of value) parameters.append(name, String(each));
    else if (typeof value === 'object')
      for (const [key, each] of Object.entries(value)) parameters.append(`${name}[${key}]`, String(each));
    else parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return `${baseUrl}${filled}${text === '' ? '' : `?${text}`}`;
}
