/** An entry of the stream of a queue's events. */
export interface QueueEntry {
  /** Such as `1785000000000-0`: the time at which it was written, by the clock of Redis, in milliseconds. */
  readonly id: string;
  readonly event: string;
  readonly jobId: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
}

/** What the stream answers: one name of a stream, with its entries. */
export function entriesOf(
  answer:
    | readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[]
    | null
    | undefined,
): readonly QueueEntry[] {
  return (answer ?? []).flatMap(([, entries]) => entries).map(([id, list]) => entryOf(id, list));
}

function entryOf(id: string, list: readonly string[]): QueueEntry {
  const pairs = list.flatMap((name, at) => (at % 2 === 0 ? [[name, list[at + 1] ?? '']] : []));
  const fields: Readonly<Record<string, string>> = Object.fromEntries(pairs);
  return { id, event: fields.event ?? '', jobId: fields.jobId, fields };
}

/** What names an event for ever: two listeners, or one that is started again, say the same of an entry. */
export function attributesOf(queue: string, { id, event }: QueueEntry, part: string = event) {
  return { id: `${queue}:${id}:${part}`, time: new Date(Number.parseInt(id, 10)) };
}

/** What was said in JSON, or nothing where it is none. */
export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
