/** Parameters stand in addresses as the API has them, so that a filter reads the same in both. Whatever else an address holds is left aside. */
export const searchAsText = {
  search: { strict: true },
  parseSearch: (text: string) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (parameters: Record<string, unknown>) => {
    const pairs = Object.entries(parameters).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    );
    const text = new URLSearchParams(pairs).toString();
    return text === '' ? '' : `?${text}`;
  },
};
