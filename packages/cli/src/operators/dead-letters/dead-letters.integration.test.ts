import { createPool, type Pool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { createKafkaClient, type LogRecord } from '@taskfold/kafka';
import { createTestTopic, type TestTopic, testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { deadLetters } from './index.ts';

const database = testDatabase();
let pool: Pool;
let topic: TestTopic;

beforeAll(async () => {
  pool = createPool({ url: database.url, applicationName: 'test' });
  topic = await createTestTopic();
  for (let offset = 0; offset < 7; offset++) {
    await pool.query(
      `INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, task_id, key, value, headers, stored_at)
       VALUES ($1, 0, $2, now(), $3, 'no good', $4, $5, $6, $7, '2026-11-25T08:00:00Z')`,
      [
        topic.name,
        offset,
        offset % 2 === 0 ? 'invalid_json' : 'wrong_partition',
        `task_${offset}`,
        Buffer.from(`task_${offset}`),
        offset === 0 ? Buffer.from([0xff, 0x00, 0x1b]) : Buffer.from('{"a":1}'),
        JSON.stringify({ odd: Buffer.from([0, 255]).toString('base64'), none: null }),
      ],
    );
  }
});
afterAll(async () => {
  await pool.end();
  await topic.drop();
});

const command = (...args: string[]) =>
  runCommand([deadLetters], ['dead-letters', ...args], {
    env: { ...database.env, ...testKafka(), TOPIC_EVENTS: topic.name },
  });

const at = (offset: number) => `${topic.name}/0/${offset}`;

async function readTopic(): Promise<LogRecord[]> {
  const logger = createLogger({ service: 'test', level: 'silent' });
  const kafka = createKafkaClient({ ...testConnection(), logger });
  const ends = await kafka.admin().offsets(topic.name);
  const expected = ends.reduce((sum, { high }) => sum + high, 0);
  const records: LogRecord[] = [];
  await kafka.consumer({ groupId: `${topic.name}-${expected}` }).run({
    topic: topic.name,
    onBatch: async (batch) => void records.push(...batch.records),
    onCrash: () => {},
  });
  await expect.poll(() => records.length, { timeout: 20_000 }).toBe(expected);
  await kafka.close();
  return records;
}

test('lists by pages that neither repeat nor leave out, through filters', async () => {
  const offsets: number[] = [];
  let after: string[] = [];
  for (let pages = 0; pages < 5; pages++) {
    const page = JSON.parse((await command('list', '--limit', '3', '--json', ...after)).out);
    offsets.push(...page.data.map(({ offset }: { offset: number }) => offset));
    if (page.next_cursor === null) break;
    after = ['--cursor', page.next_cursor];
  }
  expect(offsets).toEqual([6, 5, 4, 3, 2, 1, 0]);
  const { out } = await command('list', '--code', 'wrong_partition', '--task', 'task_3', '--jsonl');
  expect(JSON.parse(out)).toMatchObject({ object: 'dead_letter', offset: 3, status: 'open' });
  expect(await command('list', '--tenant', 'nobody')).toMatchObject({ out: '', err: 'There are none.\n' });
  expect((await command('list', '--since', '2026-11-26')).err).toBe('There are none.\n');
  expect((await command('list', '--before', '2026-11-26', '--limit', '2')).err).toMatch(
    /^There are more: --cursor /,
  );
});

test('shows the bytes, those that are no text in Base64', async () => {
  const { code, out } = await command('show', at(0));
  expect(code).toBe(0);
  expect(out).toMatch(/^key +task_0$/m);
  expect(out).toMatch(/^value +\(base64\) \/wAb$/m);
  expect(out).toMatch(/^header +odd: \(base64\) AP8=$/m);
  expect(out).toMatch(/^header +none: \(none\)$/m);
  expect(JSON.parse((await command('show', at(1), '--json')).out)).toMatchObject({
    offset: 1,
    record: { value_base64: Buffer.from('{"a":1}').toString('base64'), headers_base64: { none: null } },
  });
  expect(await command('show', `${topic.name}/0/99`)).toMatchObject({
    code: 3,
    err: expect.stringContaining('no dead letter'),
  });
});

test('a redrive publishes byte for byte, once, and is noted', async () => {
  const first = await command('redrive', at(0), '--actor', 'ann');
  expect(first).toMatchObject({ code: 0, err: 'Redriven: 1.\n' });
  const [record] = await readTopic();
  expect(record).toMatchObject({
    key: Buffer.from('task_0'),
    value: Buffer.from([0xff, 0x00, 0x1b]),
    headers: { odd: Buffer.from([0, 255]), none: Buffer.alloc(0) },
  });
  expect(await command('redrive', at(0))).toEqual({
    code: 1,
    out: `${at(0)}: it is redriven already\n`,
    err: 'Redriven: 0, not: 1.\n',
  });
  expect(await readTopic()).toHaveLength(1);
  const audit = (await command('show', at(0))).out.split('\n').filter((line) => line.startsWith('audit'));
  expect(audit).toEqual([expect.stringContaining('dead_letter.redriven by ann')]);
  expect(audit[0]).toContain(`"partition":${record?.partition}`);
});

test('discarding is noted, and may be undone by a redrive', async () => {
  expect((await command('discard', at(1), '--actor', 'bob')).code).toBe(0);
  expect((await command('discard', at(1), '--actor', 'eve')).out).toContain('discarded already');
  expect((await command('redrive', at(1), '--actor', 'ann')).code).toBe(0);
  const { rows } = await pool.query(
    'SELECT actor, action FROM audit_log WHERE subject = $1 ORDER BY audit_id',
    [at(1)],
  );
  expect(rows).toEqual([
    { actor: 'bob', action: 'dead_letter.discarded' },
    { actor: 'ann', action: 'dead_letter.redriven' },
  ]);
});

test('all open ones of a kind at once, once that is confirmed', async () => {
  const preview = await command('discard', '--all');
  expect(preview).toMatchObject({ code: 2, out: '' });
  expect(preview.err).toContain('5 dead letters would be discarded: invalid_json 3, wrong_partition 2.');
  expect((await command('redrive', '--all', '--code', 'wrong_partition', '--yes')).err).toBe(
    'Redriven: 2.\n',
  );
  expect((await command('discard', '--all', '--since', '2026-11-26', '--yes')).err).toBe('Discarded: 0.\n');
  expect((await command('discard', '--all', '--yes')).err).toBe('Discarded: 3.\n');
  expect((await command('list', '--status', 'open')).err).toBe('There are none.\n');
});

test('bytes that were removed are not published', async () => {
  await pool.query('UPDATE dead_letters SET value = NULL, pruned_at = now() WHERE log_offset = 2');
  expect(await command('redrive', at(2))).toMatchObject({ code: 1, out: expect.stringContaining('removed') });
});

test('the audit log takes no change, from nobody', async () => {
  await expect(pool.query("UPDATE audit_log SET actor = 'eve'")).rejects.toThrow('never changed');
  await expect(pool.query('DELETE FROM audit_log')).rejects.toThrow('never changed');
  await expect(pool.query('TRUNCATE audit_log')).rejects.toThrow('never changed');
});

test('nothing that a producer wrote acts on the terminal', async () => {
  const hostile = 'x\u001b[2J\u009b\u202e\nforged: line';
  await pool.query(
    `INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, tenant_id, task_id, key, headers)
     VALUES ('hostile', 0, 0, now(), 'invalid_data', $1, $1, $1, $2, $3)`,
    [hostile, Buffer.from(hostile), JSON.stringify({ [hostile]: null })],
  );
  const shown = await command('show', 'hostile/0/0');
  const listed = await command('list', '--topic', 'hostile');
  for (const line of `${shown.out}${listed.out}`.split('\n')) {
    expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]|^forged/u);
  }
  expect(shown.out).toContain('x\\u001b[2J\\u009b\\u202e\\u000aforged: line');
});

test('says what is missing, or not understood', async () => {
  const run = (args: string[], env: Record<string, string>) =>
    runCommand([deadLetters], ['dead-letters', ...args], { env });
  expect(await run(['list'], {})).toMatchObject({
    code: 2,
    err: expect.stringContaining('DATABASE_URL is not set'),
  });
  expect(await run(['redrive', at(3)], { ...database.env })).toMatchObject({
    code: 2,
    err: expect.stringContaining('KAFKA_BROKERS is not set'),
  });
  expect(await run(['list'], { DATABASE_URL: 'postgresql://127.0.0.1:1/none' })).toMatchObject({ code: 5 });
});

test.each([
  [['list', 'x/1/1'], 'too many arguments'],
  [['list', '--status', 'lost'], 'open, discarded, redriven'],
  [['list', '--code', 'lost'], 'empty_record'],
  [['list', '--limit', '0'], '1 to 1000'],
  [['list', '--partition=-1'], 'whole number'],
  [['list', '--cursor', 'task.events/3/42'], 'next_cursor'],
  [['show'], 'missing required argument'],
  [['show', 'task.events'], 'topic/partition/offset'],
  [['redrive'], 'Which ones?'],
  [['discard', '--all', 'task.events/1/1'], 'Which ones?'],
  [['discard', 'task.events/1/1', '--actor', ''], 'must not be empty'],
  [['list', '--odd'], '--odd'],
])('refuses %j', async (args, problem) => {
  const { code, err } = await command(...args);
  expect({ code, err: err.toLowerCase() }).toEqual({
    code: 2,
    err: expect.stringContaining(problem.toLowerCase()),
  });
});
