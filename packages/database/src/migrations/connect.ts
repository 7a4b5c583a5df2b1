import { backoff, failureOf, messageOf, sleep } from '@taskfold/runtime';
import pg from 'pg';
import { databaseFault } from '../faults/database-fault.ts';
import type { DatabaseAddress } from '../pools/create-pool.ts';
import { MigrationError } from './migration-error.ts';

export interface ConnectOptions {
  readonly config: pg.ClientConfig;
  /** Where the configuration comes from. */
  readonly address: DatabaseAddress;
  /** Milliseconds to keep trying while nobody answers. */
  readonly patienceMs: number;
  /** Hears of the first attempt that failed. */
  readonly onWait: (address: string) => void;
  readonly signal: AbortSignal;
}

/**
 * A connection of its own, which the caller ends. A server that is away or still starting is waited for.
 *
 * @throws MigrationError `unreachable` or `refused`
 */
export async function connect({
  config,
  address: from,
  patienceMs,
  onWait,
  signal,
}: ConnectOptions): Promise<pg.Client> {
  const giveUpAt = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    const client = newClient(config, from);
    // A connection that breaks while it is idle shows in the next query on it.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      const address = `${client.host}:${client.port}`;
      const fault = databaseFault(error, from);
      if (isRefusal(error) || fault?.passes === false) {
        throw refused(fault?.sentence ?? saidBy(address, error), error);
      }
      const waitMs = 100 + backoff({ attempt, baseMs: 200, maxMs: 2000 });
      if (performance.now() + waitMs > giveUpAt) throw unreachable(address, patienceMs, error);
      if (attempt === 0) onWait(address);
      await sleep(waitMs, signal);
    }
  }
}

/** pg reads the files of the URL here. */
function newClient(config: pg.ClientConfig, from: DatabaseAddress): pg.Client {
  try {
    return new pg.Client(config);
  } catch (error) {
    throw refused(databaseFault(error, from)?.sentence ?? String(error), error);
  }
}

/** The server has answered, and waiting will not change its mind. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !failureOf(error).migrationWaits;
}

function refused(sentence: string, cause: unknown): MigrationError {
  return new MigrationError('refused', sentence, { cause });
}

function saidBy(address: string, error: unknown): string {
  return `PostgreSQL at ${address} refused the connection: ${messageOf(error)}.`;
}

function unreachable(address: string, patienceMs: number, error: unknown): MigrationError {
  const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new MigrationError(
    'unreachable',
    `PostgreSQL at ${address} did not answer within ${Math.round(patienceMs / 1000)} s${reason}. ` +
      'Check that it runs, and that DATABASE_URL names its host and port as seen from here.',
    { cause: error },
  );
}
