/** Headers of a request, as web standards, Node and frameworks have them. */
export type CallbackHeaders =
  | Pick<Headers, 'get'>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export function headerOf(headers: CallbackHeaders, name: string): string | undefined {
  if (isGettable(headers)) return headers.get(name) ?? undefined;
  const value = headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : value?.join(' ');
}

const isGettable = (headers: CallbackHeaders): headers is Pick<Headers, 'get'> =>
  typeof headers.get === 'function';
