import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type LocalPostgres,
  type LocalStandby,
  startDatabaseSwitch,
  startPostgres,
  startStandby,
} from '@taskfold/local-servers';
import { onTestFinished } from 'vitest';

/** A PostgreSQL and its asynchronous standby, behind one address that leads to the first of them. */
export interface Pair {
  /** Of the superuser, by the address. */
  readonly url: string;
  readonly primary: LocalPostgres;
  readonly standby: LocalStandby;
  /** Kills the primary as a power cut does, makes the standby one, and leads the address to it. */
  failOver(): Promise<void>;
}

/** They run until the test ends. */
export async function startPair(): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-failover-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const options = { durable: false, temporary: true };
  const primary = await startPostgres({ ...options, dataDir: join(folder, 'primary') });
  onTestFinished(() => primary.kill());
  const standby = await startStandby({ ...options, dataDir: join(folder, 'standby'), primary });
  onTestFinished(() => standby.kill());
  const address = await startDatabaseSwitch(primary.port);
  onTestFinished(() => address.stop());
  const url = new URL(primary.url);
  url.port = String(address.port);
  return {
    url: url.href,
    primary,
    standby,
    async failOver() {
      await primary.kill();
      await standby.promote();
      address.to(standby.port);
    },
  };
}
