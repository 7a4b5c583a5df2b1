import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ensureKey } from '@taskfold/access';
import { createPool, createPrisma } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { testKafka } from '@taskfold/kafka/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The API as a process of its own: what it holds is what the system says that it holds.

const MIB = 1024 * 1024;
/** What the process may take: what it takes at rest, the budgets a few times over for the forms that one text has, and garbage. */
const BOUND_MIB = 700;
/** With more, Node would leave garbage lie that long; if more were held, the process would end. */
const HEAP_MIB = 384;
const BUDGETS = {
  BODIES_MAX_BYTES: String(32 * MIB),
  ANSWERS_MAX_BYTES: String(32 * MIB),
  PAGE_MAX_BYTES: String(2 * MIB),
  READ_CACHE_MAX_BYTES: String(16 * MIB),
};
const TASKS = 30;

const database = testDatabase();
const sockets: Socket[] = [];
let api: ReturnType<typeof spawn>;
let port = 0;
let keys: readonly string[] = [];

beforeAll(async () => {
  const owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
  const names = ['a', 'b', 'c', 'd', 'e'];
  const prisma = createPrisma(owner);
  const made: string[] = [];
  for (const tenant of names) {
    const key = {
      tenantId: tenant,
      projectId: 'p',
      name: 'test',
      scopes: ['tasks:read', 'events:write'],
    } as const;
    const result = await ensureKey(prisma, key);
    if (result.kind === 'made') made.push(result.key);
    await owner.query(
      `INSERT INTO tasks (tenant_id, task_id, kafka_partition, created_at, capability, model, credits_per_usd, input, output,
         revision, updated_at, status, fold_keys)
       SELECT $1, 'task_' || n, 0, now(), 'c', 'm', 1000, json_build_object('t', repeat('a', 500000)),
         json_build_object('t', repeat('b', 500000)), 1, now(), 'queued', '{}'
       FROM generate_series(1, $2::int) AS n`,
      [tenant, TASKS],
    );
  }
  keys = made;
  await owner.end();
  api = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MIB}`, fileURLToPath(new URL('../main.ts', import.meta.url))],
    {
      env: {
        PATH: process.env.PATH,
        ...database.env,
        ...testKafka(),
        HOST: '127.0.0.1',
        PORT: '0',
        ADMIN_PORT: '0',
        ...BUDGETS,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  port = await listeningPort();
}, 60_000);
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  api.kill('SIGKILL');
  await once(api, 'exit');
});

async function listeningPort(): Promise<number> {
  let text = '';
  for await (const chunk of api.stdout ?? []) {
    text += chunk;
    const found = /"port":(\d+),"admin_port"/.exec(text)?.[1];
    if (found !== undefined) {
      api.stdout?.resume();
      return Number(found);
    }
  }
  throw new Error(`the API did not come up: ${text}`);
}

/** MiB that the process takes. */
const resident = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(api.pid)]).toString()) / 1024;

const keyOf = (index: number) => keys[index % keys.length] ?? '';

/** Sends the head of a request and the beginning of its body, and reads the first bytes of what is answered. */
function ask(head: string, key: string, body = Buffer.alloc(0)): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(`${head}\r\nhost: test\r\nauthorization: Bearer ${key}\r\n\r\n`);
  if (body.length > 0) socket.write(body);
  return new Promise((resolve) => {
    socket.once('data', (chunk) => {
      socket.pause();
      resolve(chunk.toString('latin1', 9, 12));
    });
    socket.once('close', () => resolve('closed'));
  });
}

/** The highest of what the process takes until the work is done. */
async function peakDuring(work: Promise<unknown>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, resident());
  }, 100);
  await work.finally(() => clearInterval(timer));
  return Math.max(peak, resident());
}

function count(statuses: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...Map.groupBy(statuses, (status) => status)].map(([status, all]) => [status, all.length]),
  );
}

function closeAll(): void {
  for (const socket of sockets.splice(0)) socket.destroy();
}

describe('the memory of the API stays bounded', () => {
  it('with 250 large bodies that do not end, of which what does not fit is refused', async () => {
    const head =
      'POST /v1/events HTTP/1.1\r\ncontent-type: application/cloudevents+json\r\ncontent-length: 3000000';
    const body = Buffer.alloc(2_000_000, ' ');
    const answers: string[] = [];
    const all = Array.from({ length: 250 }, (_none, index) =>
      ask(head, keyOf(index), body).then((status) => answers.push(status)),
    );
    // All but those that fit: they wait for the rest of their bodies.
    const fit = keys.length * Math.floor(Number(BUDGETS.BODIES_MAX_BYTES) / 4 / 3_000_000);
    const peak = await peakDuring(expect.poll(() => answers.length, { timeout: 60_000 }).toBe(250 - fit));
    expect(peak).toBeLessThan(BOUND_MIB);
    const { '429': refused = 0, '503': busy = 0, closed = 0 } = count(answers);
    expect(refused + busy + closed).toBe(250 - fit);
    closeAll();
    await Promise.all(all);
  }, 120_000);

  it('without a byte read of a body that says that it is too large, whose sender is told while it goes on sending', async () => {
    const head = 'POST /v1/events HTTP/1.1\r\ncontent-type: application/cloudevents+json';
    const body = Buffer.alloc(6_000_000, ' ');
    expect(await ask(`${head}\r\ncontent-length: 6000000`, keyOf(0), body)).toBe('413');
    expect(await ask(`${head}\r\ncontent-length: 900000000`, keyOf(0), body)).toBe('413');
    const chunked = Buffer.concat([Buffer.from('5b8d80\r\n'), body, Buffer.from('\r\n0\r\n\r\n')]);
    expect(await ask(`${head}\r\ntransfer-encoding: chunked`, keyOf(0), chunked)).toBe('413');
    closeAll();
  });

  it('with 30 pages of everything that nobody reads', async () => {
    const pages = Array.from({ length: 30 }, (_none, index) =>
      ask('GET /v1/tasks?expand=all&limit=100 HTTP/1.1', keyOf(index)),
    );
    const peak = await peakDuring(Promise.all(pages));
    expect(peak).toBeLessThan(BOUND_MIB);
    const statuses = count(await Promise.all(pages));
    expect(statuses['200']).toBeGreaterThan(0);
    expect((statuses['200'] ?? 0) + (statuses['429'] ?? 0) + (statuses['503'] ?? 0)).toBe(30);
    closeAll();
  }, 120_000);

  it('with 300 streams that nobody reads', async () => {
    const streams = Array.from({ length: 300 }, (_none, index) =>
      ask(
        `GET /v1/tasks/task_${(index % TASKS) + 1}/stream HTTP/1.1\r\naccept: text/event-stream`,
        keyOf(index),
      ),
    );
    const peak = await peakDuring(Promise.all(streams));
    expect(peak).toBeLessThan(BOUND_MIB);
    closeAll();
    expect(await ask('GET /v1/tasks?limit=1 HTTP/1.1', keyOf(0))).toBe('200');
  }, 120_000);
});
