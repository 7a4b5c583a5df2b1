import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPool } from '@taskfold/database';
import {
  type LocalPostgres,
  type LocalStandby,
  startDatabaseSwitch,
  startPostgres,
  startStandby,
} from '@taskfold/local-servers';

/** A PostgreSQL with an asynchronous standby, behind one address that leads to whichever is the primary. */
export interface SoakDatabase {
  /** Of the superuser, by the address. */
  readonly url: string;
  /** Of the primary's first process. */
  pid(): number;
  /** SIGKILL, and a start on the same data after so many milliseconds. */
  kill(awayMs: number): Promise<void>;
  /**
   * The standby stops receiving for so long, under load; then the primary is killed as by a power cut, the standby takes its
   * place, and a further standby is made of it.
   *
   * @returns how many folded records the new primary lacked
   */
  failOver(behindMs: number): Promise<number>;
  stop(): Promise<void>;
}

/** Durable, as in production: what it costs to wait for the disk is part of the latencies. */
const OPTIONS = { temporary: true, durable: true } as const;

export async function startSoakDatabase(folder: string, say: (text: string) => void): Promise<SoakDatabase> {
  const folderOf = (count: number) => join(folder, `postgres-${count}`);
  let count = 0;
  let primaryFolder = folderOf(count);
  let primary: LocalPostgres = await startPostgres({ ...OPTIONS, dataDir: primaryFolder, onProgress: say });
  const address = await startDatabaseSwitch(primary.port);
  let standby: LocalStandby | null = null;
  let standbyFolder = '';
  const addStandby = async () => {
    standbyFolder = folderOf(++count);
    standby = await startStandby({ ...OPTIONS, dataDir: standbyFolder, primary });
  };
  try {
    await addStandby();
  } catch (error) {
    await address.stop();
    await primary.kill();
    throw error;
  }
  const url = new URL(primary.url);
  url.port = String(address.port);

  return {
    url: url.href,
    pid: () => primary.pid,
    async kill(awayMs) {
      await primary.kill();
      await wait(awayMs);
      primary = await startPostgres({ ...OPTIONS, dataDir: primaryFolder });
      address.to(primary.port);
    },
    async failOver(behindMs) {
      const next = standby;
      if (next === null) throw new Error('there is no standby to fail over to');
      // What it had not received by now is no part of what is lost.
      await next.catchUp();
      await next.stopReceiving();
      await wait(behindMs);
      const lacked = (await folded(primary.url)) - (await folded(next.url));
      await primary.kill();
      await next.promote();
      address.to(next.port);
      await rm(primaryFolder, { recursive: true, force: true });
      [primary, primaryFolder, standby] = [next, standbyFolder, null];
      await addStandby();
      return lacked;
    },
    async stop() {
      await address.stop();
      await standby?.kill();
      await primary.kill();
    },
  };
}

async function folded(url: string): Promise<number> {
  const pool = createPool({ url, max: 1, applicationName: 'soak' });
  try {
    const { rows } = await pool.query<{ folded: number }>(
      'SELECT sum(next_offset)::float8 AS folded FROM checkpoints',
    );
    return rows[0]?.folded ?? 0;
  } finally {
    await pool.end();
  }
}
