import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@taskfold/database';
import { type LocalPostgres, startKafka, startPostgres } from '@taskfold/local-servers';
import pg from 'pg';

export interface BenchServers extends AsyncDisposable {
  readonly brokers: string;
  readonly postgres: Pick<LocalPostgres, 'url' | 'pid'>;
  /** Removed at the end, for what runs beside the servers. */
  readonly folder: string;
  /** A migrated database of its own. @returns its URL, of the superuser */
  createDatabase(name: string): Promise<string>;
}

/** A PostgreSQL that writes to disk as in production, and a Kafka; gone with their data at the end. */
export async function startServers(say: (text: string) => void): Promise<BenchServers> {
  const folder = join(tmpdir(), `taskfold-bench-${process.pid}`);
  const options = { durable: true, temporary: true, onProgress: say };
  const [postgres, kafka] = await Promise.all([
    startPostgres({ ...options, dataDir: join(folder, 'postgres') }),
    startKafka({ ...options, dataDir: join(folder, 'kafka') }),
  ]);
  return {
    brokers: kafka.brokers,
    postgres,
    folder,
    async createDatabase(name) {
      const client = new pg.Client(postgres.url);
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      await migrate({ url: url.href, logger: { info: () => {}, warn: () => {} } });
      return url.href;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([postgres.stop('immediate'), kafka.kill()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
