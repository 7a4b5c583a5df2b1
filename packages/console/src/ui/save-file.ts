const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const;

/** Saves text as a file of the reader's, named by what it holds and the time. */
export function saveFile(what: string, form: keyof typeof TYPES, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: TYPES[form] }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${what}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${form}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
