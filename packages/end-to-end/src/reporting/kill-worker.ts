import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** What a worker has told by calls that have returned. */
export interface Told {
  /** By its task, the types of events. */
  readonly types: Map<string, Set<string>>;
  readonly refused: string[];
  /** The number of the task that it would take up next. */
  next: number;
}

type Message =
  | { readonly task: string; readonly type: string }
  | { readonly refused: string }
  | { readonly ended: number };

/** Starts a worker, lets it work for a while, and kills it with SIGKILL in the middle of whatever it does. */
export async function killWorker(
  args: readonly string[],
  attempt: number,
  forMs: number,
  told: Told,
): Promise<void> {
  const file = join(import.meta.dirname, 'worker-main.ts');
  const child = fork(file, [...args, String(told.next), String(attempt)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const begun = new Promise<void>((resolve) => listen(child, told, resolve));
  const code = await Promise.race([begun, gone]);
  if (code !== undefined) throw new Error(`the worker ended by itself (${code})`);
  await new Promise((resolve) => setTimeout(resolve, forMs));
  child.kill('SIGKILL');
  await gone;
}

function listen(child: ChildProcess, told: Told, onFirst: () => void): void {
  child.on('message', (message: Message) => {
    onFirst();
    if ('refused' in message) told.refused.push(message.refused);
    else if ('ended' in message) told.next = message.ended + 1;
    else told.types.set(message.task, (told.types.get(message.task) ?? new Set()).add(message.type));
  });
}
