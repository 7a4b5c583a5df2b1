import { createPool, type Pool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { createKafkaClient, type LogRecord } from '@taskfold/kafka';
import { createTestTopic, type TestTopic, testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDeadLettersCommand } from './run-command.ts';

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

async function command(...args: string[]) {
  const [printed, complained]: [string[], string[]] = [[], []];
  const code = await runDeadLettersCommand({
    args,
    env: { ...database.env, ...testKafka(), TOPIC_EVENTS: topic.name },
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
  });
  return { code, printed, complained: complained.join('\n') };
}

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
  const offsets: string[] = [];
  let after: string[] = [];
  for (let pages = 0; pages < 5; pages++) {
    const { printed } = await command('list', '--limit', '3', ...after);
    const more = printed.at(-1)?.startsWith('There are more: ') ? printed.pop() : undefined;
    offsets.push(...printed.map((line) => line.split('  ')[0] ?? ''));
    if (more === undefined) break;
    after = more.slice('There are more: '.length).split(' ');
  }
  expect(offsets).toEqual([6, 5, 4, 3, 2, 1, 0].map(at));
  const { printed } = await command('list', '--code', 'wrong_partition', '--task', 'task_3', '--json');
  expect(printed.map((line) => JSON.parse(line))).toMatchObject([{ offset: 3, status: 'open' }]);
  expect((await command('list', '--tenant', 'nobody')).printed).toEqual(['There are none.']);
});

test('shows the bytes, those that are no text in Base64', async () => {
  const { code, printed } = await command('show', at(0));
  expect(code).toBe(0);
  expect(printed).toContain('key:        task_0');
  expect(printed).toContain('value:      (base64) /wAb');
  expect(printed).toContain('header:     odd: (base64) AP8=');
  expect(printed).toContain('header:     none: (none)');
  const json = await command('show', at(1), '--json');
  expect(JSON.parse(json.printed[0] ?? '')).toMatchObject({
    offset: 1,
    record: { value_base64: Buffer.from('{"a":1}').toString('base64'), headers_base64: { none: null } },
  });
  expect(await command('show', `${topic.name}/0/99`)).toMatchObject({
    code: 1,
    complained: expect.stringContaining('no dead letter'),
  });
});

test('a redrive publishes byte for byte, once, and is noted', async () => {
  const first = await command('redrive', at(0), '--actor', 'ann');
  expect(first.code).toBe(0);
  expect(first.printed).toContain('Redriven: 1.');
  const [record] = await readTopic();
  expect(record).toMatchObject({
    key: Buffer.from('task_0'),
    value: Buffer.from([0xff, 0x00, 0x1b]),
    headers: { odd: Buffer.from([0, 255]), none: Buffer.alloc(0) },
  });
  const again = await command('redrive', at(0));
  expect(again).toMatchObject({
    code: 1,
    printed: [`${at(0)}: it is redriven already`, 'Redriven: 0, not: 1.'],
  });
  expect(await readTopic()).toHaveLength(1);
  const audit = (await command('show', at(0))).printed.filter((line) => line.startsWith('audit:'));
  expect(audit).toEqual([expect.stringContaining('dead_letter.redriven by ann')]);
  expect(audit[0]).toContain(`"partition":${record?.partition}`);
});

test('discarding is noted, and may be undone by a redrive', async () => {
  expect((await command('discard', at(1), '--actor', 'bob')).code).toBe(0);
  expect((await command('discard', at(1), '--actor', 'eve')).printed[0]).toContain('discarded already');
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

test('all open ones of a kind at once', async () => {
  const { printed, code } = await command('redrive', '--all', '--code', 'wrong_partition');
  expect(code).toBe(0);
  expect(printed.at(-1)).toBe('Redriven: 2.');
  expect((await command('discard', '--all')).printed).toEqual(['Discarded: 3.']);
  expect((await command('list', '--status', 'open')).printed).toEqual(['There are none.']);
});

test('bytes that were removed are not published', async () => {
  await pool.query('UPDATE dead_letters SET value = NULL, pruned_at = now() WHERE log_offset = 2');
  const { code, printed } = await command('redrive', at(2));
  expect(code).toBe(1);
  expect(printed[0]).toContain('removed');
});

test('the audit log takes no change, from nobody', async () => {
  await expect(pool.query("UPDATE audit_log SET actor = 'eve'")).rejects.toThrow('never changed');
  await expect(pool.query('DELETE FROM audit_log')).rejects.toThrow('never changed');
  await expect(pool.query('TRUNCATE audit_log')).rejects.toThrow('never changed');
});

test('says what is missing, and shows its help', async () => {
  const complained: string[] = [];
  const run = (args: string[], env: Record<string, string>) =>
    runDeadLettersCommand({ args, env, print: () => {}, complain: (line) => void complained.push(line) });
  expect(await run(['list'], {})).toBe(2);
  expect(complained[0]).toContain('DATABASE_URL is not set');
  expect(await run(['redrive', at(3)], { ...database.env })).toBe(2);
  expect(complained[1]).toContain('KAFKA_BROKERS is not set');
  expect(await run(['list'], { DATABASE_URL: 'postgresql://127.0.0.1:1/none' })).toBe(1);
  const { printed, code } = await command('--help');
  expect(code).toBe(0);
  expect(printed.join('\n')).toContain('KAFKA_BROKERS (text)');
});
