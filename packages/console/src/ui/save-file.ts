const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const;

/** Saves text as a file of the reader's, named by what it holds and the time. */
export function saveFile(what: string, form: keyof typeof TYPES, text: string): void {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  saveBlob(`${what}-${time}.${form}`, new Blob([text], { type: TYPES[form] }));
}

/** The same of any content, under a name that says what it is. */
export function saveBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
