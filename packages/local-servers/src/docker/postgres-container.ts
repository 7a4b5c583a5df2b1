import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { POSTGRES_MAJOR } from '../postgres/binaries.ts';
import { handleOfPostgres } from '../postgres/handle.ts';
import { SUPERUSER } from '../postgres/initialise.ts';
import type { LocalPostgres } from '../postgres/local-postgres.ts';
import type { PostgresOptions } from '../postgres/postgres-options.ts';
import { postgresSettings } from '../postgres/settings.ts';
import { readPort, writePort } from '../process/port-file.ts';
import { choosePort } from '../process/ports.ts';
import { startContainer } from './container.ts';

const CONTAINER_PORT = 5432;
const TIMEOUT_MS = 2_000;

/** PostgreSQL from its public image. See `startPostgres`. */
export async function startPostgresContainer(options: PostgresOptions): Promise<LocalPostgres> {
  const { onProgress = () => {}, signal, durable = true, temporary = false } = options;
  const dataDir = resolve(options.dataDir);
  const image = `postgres:${POSTGRES_MAJOR}`;
  const password = await openPassword(dataDir);
  const port = await choosePort(options.port, await readPort(dataDir));
  const { unix_socket_directories: _, ...settings } = postgresSettings(CONTAINER_PORT, durable);

  onProgress(`starting PostgreSQL in a container of ${image}`);
  const server = await startContainer(
    {
      image,
      dataDir,
      temporary,
      volumeTarget: '/var/lib/postgresql/data',
      publish: { hostPort: port, containerPort: CONTAINER_PORT },
      env: {
        POSTGRES_USER: SUPERUSER,
        POSTGRES_PASSWORD: password,
        POSTGRES_DB: 'postgres',
        POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8',
      },
      args: Object.entries({ ...settings, listen_addresses: '*' }).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    },
    answersStartup,
    signal,
  );
  await writePort(dataDir, port);
  return handleOfPostgres(server, port, password);
}

async function openPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'password');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const password = randomBytes(18).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

/**
 * Whether a PostgreSQL on this port asks who we are. A connection alone says nothing: Docker accepts it before the
 * server does, and the server before it has recovered.
 */
async function answersStartup(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(startupMessage()));
    const finish = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(TIMEOUT_MS, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    // 'R' asks for the password; 'E' is an error such as "the database system is starting up".
    socket.once('data', (answer) => finish(answer.toString('latin1', 0, 1) === 'R'));
  });
}

/** Length, protocol 3.0, then names and values that end in a zero byte each. */
function startupMessage(): Buffer {
  const parameters = Buffer.from(`user\0${SUPERUSER}\0database\0postgres\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + parameters.length, 0);
  head.writeInt32BE(3 << 16, 4);
  return Buffer.concat([head, parameters]);
}
