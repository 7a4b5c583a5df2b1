import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPostgres, startPostgres } from '@taskfold/local-servers';
import { type Certificates, makeCertificates } from '@taskfold/local-servers/testing';
import { loadConfig } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { createPool, type DatabaseVariable } from '../pools/create-pool.ts';
import { DATABASE_VARIABLES } from '../pools/database-variables.ts';

const USER = 'of_certificates';

let folder: string;
let certificates: Certificates;
let postgres: LocalPostgres;
const warnings: string[] = [];
const onWarning = ({ message }: Error) => void warnings.push(message);

beforeAll(async () => {
  process.on('warning', onWarning);
  folder = await mkdtemp(join(tmpdir(), 'taskfold-tls-'));
  certificates = await makeCertificates(join(folder, 'certificates'), USER);
  const { certFile, keyFile } = certificates.servers.right;
  postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    durable: false,
    temporary: true,
    tls: { certFile, keyFile, caFile: certificates.authority.caFile },
    hba: [`hostssl all ${USER} 127.0.0.1/32 cert`, 'hostssl all all 127.0.0.1/32 scram-sha-256'],
  });
  await ask(urlOf(TRUSTING()), `CREATE ROLE ${USER} LOGIN`);
});
afterAll(async () => {
  process.off('warning', onWarning);
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const TRUSTING = () => ({ sslmode: 'verify-full', sslrootcert: certificates.authority.caFile });

function urlOf(parameters: Record<string, string>, user?: string): string {
  const url = new URL(postgres.url);
  if (user !== undefined) Object.assign(url, { username: user, password: '' });
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

async function ask(url: string, sql: string, variable: DatabaseVariable = 'DATABASE_URL'): Promise<unknown> {
  const pool = createPool({ url, variable, applicationName: 'test', max: 1 });
  try {
    return (await pool.query(sql)).rows[0];
  } finally {
    await pool.end();
  }
}

const SSL = 'SELECT ssl, client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

test('a certificate is verified with every sslmode that asks for TLS, without a warning of the driver', async () => {
  for (const sslmode of ['verify-full', 'verify-ca', 'require', 'prefer']) {
    expect(await ask(urlOf({ ...TRUSTING(), sslmode }), SSL)).toMatchObject({ ssl: true });
    await expect(ask(urlOf({ sslmode }), SSL)).rejects.toThrow('not signed by an authority that is trusted');
  }
  expect(await ask(urlOf({ sslmode: 'no-verify' }), SSL)).toMatchObject({ ssl: true });
  expect(await ask(urlOf({ sslmode: 'require', uselibpqcompat: 'true' }), SSL)).toMatchObject({ ssl: true });
  expect(warnings).toEqual([]);
});

test('a client is known by its certificate', async () => {
  const { certFile: sslcert, keyFile: sslkey } = certificates.client;
  expect(await ask(urlOf({ ...TRUSTING(), sslcert, sslkey }, USER), SSL)).toEqual({
    ssl: true,
    client_dn: `/CN=${USER}`,
  });
  await expect(ask(urlOf(TRUSTING(), USER), SSL)).rejects.toThrow('asks for a client certificate');
  const stranger = { sslcert: certificates.stranger.certFile, sslkey: certificates.stranger.keyFile };
  await expect(ask(urlOf({ ...TRUSTING(), ...stranger }, USER), SSL)).rejects.toThrow(
    'refused the client certificate',
  );
  await expect(ask(urlOf({ ...TRUSTING(), sslcert, sslkey: stranger.sslkey }, USER), SSL)).rejects.toThrow(
    'The files of sslrootcert, sslcert and sslkey in DATABASE_URL cannot be used',
  );
});

test('what is wrong is said in a sentence that names the variable', async () => {
  const direct = 'DATABASE_DIRECT_URL';
  await expect(ask(urlOf({}), SSL, direct)).rejects.toThrow(/with TLS alone.*to DATABASE_DIRECT_URL/);
  await expect(
    ask(urlOf({ ...TRUSTING(), sslrootcert: certificates.stranger.caFile }), SSL, direct),
  ).rejects.toThrow(/not signed by an authority.*in DATABASE_DIRECT_URL/);
  await expect(ask(`${inject('postgresUrl')}?sslmode=verify-full`, SSL)).rejects.toThrow(
    /has no TLS, and DATABASE_URL asks for it/,
  );
  const load = () =>
    loadConfig(z.object(DATABASE_VARIABLES), {
      DATABASE_URL: urlOf({ sslmode: 'verify-full', sslrootcert: '/nowhere/ca.pem' }),
    });
  expect(load).toThrow(
    'DATABASE_URL is (not shown), which does not do: the file /nowhere/ca.pem of sslrootcert',
  );
});

test('a certificate of the server that is wrong is named', async () => {
  const reload = async (name: keyof Certificates['servers']) => {
    const { certFile, keyFile } = certificates.servers[name];
    await copyFile(certFile, join(folder, 'postgres/tls/server.crt'));
    await copyFile(keyFile, join(folder, 'postgres/tls/server.key'));
    await ask(urlOf({ sslmode: 'no-verify' }), 'SELECT pg_reload_conf()');
  };
  for (const [name, sentence] of [
    ['wrong-host', /is not for the host 127\.0\.0\.1/],
    ['expired', /has expired/],
    ['other-authority', /not signed by an authority that is trusted here/],
  ] as const) {
    await reload(name);
    // The postmaster reads it a moment later.
    await expect
      .poll(() => ask(urlOf(TRUSTING()), SSL).catch((error: Error) => error.message))
      .toMatch(sentence);
  }
  await reload('right');
  await expect.poll(() => ask(urlOf(TRUSTING()), SSL).catch(String)).toMatchObject({ ssl: true });
});
