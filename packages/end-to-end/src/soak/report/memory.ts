import { readdir, readFile } from 'node:fs/promises';

const KIBIBYTE = 1024;

/**
 * Resident bytes of a process, memory that it shares with others included. Null where the system does not tell.
 *
 * @param withChildren whether what it has started counts as well; what they share counts once
 */
export async function residentBytes(pid: number, withChildren: boolean): Promise<number | null> {
  const pids = [pid, ...(withChildren ? await childrenOf(pid) : [])];
  const statuses = await Promise.all(
    pids.map((each) => readFile(`/proc/${each}/status`, 'utf8').catch(() => '')),
  );
  const values = (name: string) => statuses.map((text) => kibibytesOf(text, name) * KIBIBYTE);
  const sum = (numbers: readonly number[]) => numbers.reduce((left, right) => left + right, 0);
  const bytes =
    sum(values('RssAnon')) + Math.max(0, ...values('RssFile')) + Math.max(0, ...values('RssShmem'));
  return bytes === 0 ? null : bytes;
}

/** Of a line as `RssAnon:\t  1234 kB`; 0 where there is none. */
function kibibytesOf(status: string, name: string): number {
  const line = status.split('\n').find((candidate) => candidate.startsWith(`${name}:`));
  return Number.parseInt(line?.slice(name.length + 1) ?? '0', 10);
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
