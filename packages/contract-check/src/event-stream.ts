/** One server-sent event: its fields by name. */
export type EventFields = Readonly<Record<string, string>>;

/** The events of a text whose last one may be incomplete, and then is left out. Comments are none. */
export function readStreamEvents(text: string): readonly EventFields[] {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n').slice(0, -1);
  return blocks.flatMap((block) => {
    const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'));
    return lines.length === 0 ? [] : [fieldsOf(lines)];
  });
}

function fieldsOf(lines: readonly string[]): EventFields {
  const fields: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.includes(':') ? line.indexOf(':') : line.length;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    fields[name] = fields[name] === undefined ? value : `${fields[name]}\n${value}`;
  }
  return fields;
}
