import { readdir, readFile } from 'node:fs/promises';

/** The kernel's unit of a process's times on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of CPU that a PostgreSQL has used so far: the server and the processes it has started, also those that have ended. */
export async function cpuSecondsOf(serverPid: number): Promise<number> {
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // Behind the name, which may hold spaces: state, parent, ….
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const isServer = Number(name) === serverPid;
    if (isServer) ticks += Number(fields[13]) + Number(fields[14]);
    if (isServer || Number(fields[1]) === serverPid) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS_PER_SECOND;
}
