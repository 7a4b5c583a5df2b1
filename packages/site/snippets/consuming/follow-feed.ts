const { API = 'http://127.0.0.1:8080', KEY = '', UNTIL = '' } = process.env;

interface Page {
  readonly data: readonly { readonly task_id: string; readonly revision: number; readonly status: string }[];
  readonly next_cursor: string;
}

/** Where to go on after a restart: kept with what was done, in one transaction, in earnest. */
let cursor: string | undefined;

for (let ended = false; !ended; ) {
  // Everything that is there at first, then what changes: an answer without changes is held for 20 seconds.
  const query = cursor === undefined ? 'from=oldest' : `cursor=${encodeURIComponent(cursor)}&wait=20`;
  const response = await fetch(`${API}/v1/task-updates?${query}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const page = (await response.json()) as Page;
  for (const { task_id, revision, status } of page.data) {
    process.stdout.write(`${task_id} ${revision} ${status}\n`);
    ended ||= task_id === UNTIL && status === 'succeeded';
  }
  cursor = page.next_cursor;
}
