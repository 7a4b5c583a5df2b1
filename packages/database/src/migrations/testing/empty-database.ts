import { randomBytes } from 'node:crypto';
import type {} from '@taskfold/local-servers/testing';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/** A database for the running test, without any migration; `query` uses one connection. */
export async function emptyDatabase() {
  const name = `taskfold_migrate_${randomBytes(8).toString('hex')}`;
  const admin = new pg.Client(inject('postgresUrl'));
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  const client = new pg.Client(url.href);
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });
  return {
    url: url.href,
    query: async (text: string): Promise<unknown[]> => (await client.query(text)).rows,
  };
}
