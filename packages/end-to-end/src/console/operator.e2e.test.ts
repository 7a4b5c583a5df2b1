import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { hostname } from 'node:os';
import { createPool, type Pool } from '@taskfold/database';
import { createKafkaClient, type OutgoingRecord } from '@taskfold/kafka';
import { testConnection } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { HOSTILE, ownConsoleSystem, takeAwayDatabase } from './harness/index.ts';

const CONSOLE = '/operator/console';
const TOKEN = randomBytes(16).toString('hex');
/** Controls, and what turns the direction of text. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const { system, services } = ownConsoleSystem({ OPERATOR_TOKEN: TOKEN }, { isTakenAway: true });
let pool: Pool;

interface StoredLetter {
  readonly status: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

async function deadLetters(condition: string): Promise<readonly StoredLetter[]> {
  const { rows } = await pool.query<StoredLetter>(
    `SELECT status, topic, kafka_partition AS partition, log_offset AS "offset" FROM dead_letters WHERE ${condition}`,
  );
  return rows;
}

/** Publishes records as they are, whatever they hold. */
async function publish(records: readonly OutgoingRecord[]): Promise<void> {
  const { kafka, topic } = services();
  const logger = createLogger({ service: 'test', level: 'silent' });
  const client = createKafkaClient({ ...testConnection(kafka), logger });
  await client.producer().send(topic, records);
  await client.close();
}

const created = (subject: string) => ({
  type: 'task.created',
  subject,
  data: { capability: 'c', model: 'm' },
});

/** A task that has ended, of a caller that is told at that address. */
const endedTask = (subject: string, url: string) => [
  { type: 'task.created', subject, data: { capability: 'c', model: 'm', callback: { url } } },
  { type: 'task.succeeded', subject, data: {} },
];

beforeAll(async () => {
  pool = createPool({ url: services().databaseUrl, applicationName: 'test', max: 2 });
  const text = (value: string) => ({ key: Buffer.from('task_1'), value: Buffer.from(value), headers: {} });
  await publish([
    { ...text(`{"prompt": ${HOSTILE}`), headers: { [HOSTILE]: HOSTILE, trace: Buffer.from([0, 255]) } },
    { key: null, value: Buffer.from([0x7b, 0xff, 0x00, 0x41]), headers: {}, partition: 0 },
    ...['one', 'two', 'three'].map((name) => text(`${name} of many`)),
  ]);
  await system.tell([created('task_1')]);
  await eventually(
    'the dead letters are stored',
    async () => (await deadLetters('true')).length === 5 || undefined,
  );
}, 60_000);
afterAll(() => pool?.end());

/** A window, signed in at a path below the console of operators. */
async function signedIn(path = '/', options: Parameters<typeof system.window>[0] = {}) {
  const window = await system.window(options);
  await window.page.goto(`${services().adminUrl}${CONSOLE}${path}#token=${TOKEN}`);
  return window;
}

it('is entered with the operator token alone, which stays in the tab', async () => {
  const window = await system.window();
  const { page } = window;
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.url().includes(CONSOLE))
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(`${services().adminUrl}${CONSOLE}/tenants`);
  await page.getByLabel('Operator token').fill('not-the-operator-token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This is not the operator token of this API').waitFor();
  expect(await window.axeInBothColours('operator-sign-in')).toEqual([]);
  await page.getByLabel('Operator token').fill(TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Tenants' }).waitFor();
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(250_000);
  expect(await page.content()).not.toContain(TOKEN);
  await page.reload();
  await page.getByRole('heading', { name: 'Tenants' }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${services().adminUrl}${CONSOLE}`);
  await other.getByRole('heading', { name: 'Operators' }).waitFor();
  // What is no page asks for the token as before, and the public port has nothing of it.
  expect((await fetch(`${services().adminUrl}/operator/tenants`)).status).toBe(401);
  expect((await fetch(`${system.url}${CONSOLE}`)).status).toBe(404);
});

it('shows where everything stands, and takes its token out of the address', async () => {
  const window = await signedIn();
  const { page } = window;
  await page.getByText('Everything moves').waitFor();
  expect(page.url()).toBe(`${services().adminUrl}${CONSOLE}/`);
  const partitions = page.getByRole('region', { name: 'Where each partition stands' });
  expect(await partitions.getByText('up to date').count()).toBe(6);
  // What was folded in the beginning took some milliseconds, in the partition of the key.
  const slowest = await partitions.locator('td[data-label="Slowest"]').allTextContents();
  expect(slowest).toHaveLength(6);
  expect(slowest.filter((text) => /^\d+ ms$|^\d+\.\d s$/.test(text)).length).toBeGreaterThan(0);
  await page.getByText('What the columns mean').click();
  await page.getByRole('region', { name: 'Relays by topic' }).getByText('held', { exact: true }).waitFor();
  expect(await window.axeInBothColours('operator-overview')).toEqual([]);

  await pool.query(`SELECT taskfold_create_version('taskfold_standby', false)`);
  await pool.query(
    `INSERT INTO taskfold_standby.checkpoints (projection, topic, kafka_partition, next_offset, next_position, partition_count)
     SELECT projection, topic, kafka_partition, 0, 0, partition_count FROM checkpoints`,
  );
  await pool.query(
    `INSERT INTO rebuilds (projection, topic, timeline_from) SELECT projection, topic, now() FROM checkpoints LIMIT 1`,
  );
  await page.getByText(/Its second version is at 0\.0 %, \d+ offsets left/).waitFor();
  await page.getByRole('progressbar', { name: 'How far rebuild 1 is' }).waitFor();
  expect(await window.axeInBothColours('operator-rebuild')).toEqual([]);
  await pool.query(`SELECT taskfold_drop_version('taskfold_standby')`);
  await pool.query('DELETE FROM rebuilds');
  await page.getByText('Its second version is at').waitFor({ state: 'detached' });
});

describe('dead letters', () => {
  it('are looked at as text and hex, where nothing of them runs, leads elsewhere or is hidden', async () => {
    const window = await signedIn('/dead-letters?status=open&code=invalid_json');
    const { page } = window;
    await page.locator('[data-letter]').first().waitFor();
    expect(await window.axeInBothColours('operator-dead-letters')).toEqual([]);
    const [first] = await deadLetters(`task_id = 'task_1' ORDER BY log_offset LIMIT 1`);
    await page
      .getByRole('link', { name: `${first?.topic} ${first?.partition}/${first?.offset}`, exact: true })
      .click();
    await page.getByRole('button', { name: 'Show its bytes' }).click();
    const value = page.getByRole('group', { name: 'Value' });
    await value.getByText('{"prompt": <img src=x onerror=alert(1)>').waitFor();
    const seen = (await page.locator('main').textContent()) ?? '';
    expect(seen).toContain('\\u{202e}txt.exe');
    expect(seen).toContain('00 ff');
    expect(seen.replaceAll(/[\n\t]/g, '')).not.toMatch(UNSEEN);
    expect(await window.axeInBothColours('operator-dead-letter')).toEqual([]);
    await value.getByRole('button', { name: 'Hex' }).click();
    await value.getByText('00000000  7b 22 70 72 6f 6d 70 74').waitFor();
    await window.screenshot('operator-dead-letter-hex');
    expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
    for (const link of await page.locator('a').all())
      expect(await link.getAttribute('href')).toMatch(/^\/operator\/console/);
  });

  it('are redriven one by one, and their task is there', async () => {
    const event = {
      ...{ specversion: '1.0', id: 'mended', source: '/test/console', type: 'task.created' },
      ...{ time: new Date().toISOString(), subject: 'mended_1', tenantid: 'tenant_mended' },
      data: { capability: 'c', model: 'm' },
    };
    const [letter] = await deadLetters(`code = 'invalid_json'`);
    const { topic, partition } = letter ?? { topic: '', partition: 0 };
    await pool.query(
      `INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, tenant_id, task_id, key, value, headers)
       VALUES ($1, $2, 900001, now(), 'fold_failed', 'A fault that is mended now.', 'tenant_mended', 'mended_1', $3, $4, '{}')`,
      [topic, partition, Buffer.from('mended_1'), Buffer.from(JSON.stringify(event))],
    );
    const window = await signedIn(`/dead-letters/${topic}/${partition}/900001`);
    const { page } = window;
    await page.getByRole('button', { name: 'Redrive…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await dialog.getByText('Say who you are').waitFor();
    await dialog.getByLabel('Who you are').fill('ann');
    await dialog.getByLabel('Why').fill('the producer is mended');
    expect(await window.axeInBothColours('operator-redrive')).toEqual([]);
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('Published again: it lies at').waitFor();
    const done = page.getByRole('region', { name: 'What operators did' });
    await done.getByText('dead_letter.redriven').waitFor();
    expect(await done.textContent()).toContain('reason the producer is mended');
    expect(await page.getByRole('button', { name: 'Redrive…' }).isDisabled()).toBe(true);
    await eventually('the task is there', async () => {
      const { rows } = await pool.query(`SELECT FROM tasks WHERE tenant_id = 'tenant_mended'`);
      return rows.length === 1 || undefined;
    });
  });

  it('are discarded in bulk once it was said how many, and of what kind', async () => {
    const window = await signedIn('/dead-letters?status=open&code=invalid_json');
    const { page } = window;
    await page.locator('[data-letter]').first().waitFor();
    const before = await page.locator('[data-letter]').count();
    for (const index of [0, 1, 2]) await page.locator('[data-letter] input').nth(index).check();
    await page.getByRole('button', { name: 'Discard 3…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('3 dead letters would be discarded: 3 invalid_json.').waitFor();
    await dialog.getByLabel('Who you are').fill('ann');
    await window.screenshot('operator-discard');
    await dialog.getByRole('button', { name: 'Discard 3 dead letters' }).click();
    await dialog.getByText('3 of 3 dead letters discarded.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await eventually('they are listed no more', async () => {
      return (await page.locator('[data-letter]').count()) === before - 3 || undefined;
    });
    expect(await deadLetters(`status = 'discarded'`)).toHaveLength(3);
    // Those that pass other filters, all at once; what was redriven stays as it is.
    await page.getByLabel('Status').selectOption('');
    await page.getByLabel('Why').selectOption('fold_failed');
    await page.getByRole('button', { name: 'Discard all that pass the filters…' }).click();
    await dialog.getByText('stay as they are').waitFor();
    expect(await dialog.getByRole('button', { name: 'Discard 0 dead letters' }).isDisabled()).toBe(true);
  });
});

it('makes tenants, whose key is shown once, and has their keys refused', async () => {
  const window = await signedIn('/tenants');
  const { page } = window;
  await page.getByRole('button', { name: 'Make a tenant…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Id, as events name it').fill('acme');
  await dialog.getByLabel(/^Name/).fill(HOSTILE);
  await dialog.getByLabel('Who you are').fill('ann');
  await dialog.getByRole('button', { name: 'Make the tenant' }).click();
  const key = await dialog.getByLabel('First key').inputValue();
  expect(await dialog.getByLabel('Secret of its callbacks').inputValue()).toMatch(/^whsec_/);
  await page.keyboard.press('Escape');
  await window.screenshot('operator-shown-once');
  await dialog.getByRole('button', { name: 'It has been handed over' }).click();
  const row = page.locator('[data-tenant="acme"]');
  await row.getByText('work', { exact: true }).waitFor();
  expect(await row.textContent()).toContain('\\u{202e}txt.exe');
  expect(await page.content()).not.toContain(key);
  const status = async () =>
    (await fetch(`${system.url}/v1/tasks`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await status()).toBe(200);
  await row.getByRole('button', { name: 'Disable…' }).click();
  await dialog.getByRole('button', { name: 'Disable the tenant' }).click();
  await row.getByText('refused').waitFor();
  await eventually('the key is refused', async () => ((await status()) === 403 ? true : undefined));
  await row.getByRole('button', { name: 'Enable…' }).click();
  await dialog.getByRole('button', { name: 'Enable the tenant' }).click();
  await row.getByText('work', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Keys and secrets' }).click();
  await page.getByRole('button', { name: 'Replace the secret…' }).click();
  await dialog.getByRole('button', { name: 'Replace it' }).click();
  await dialog.getByLabel('Secret of its callbacks').waitFor();
  await dialog.getByRole('button', { name: 'It has been handed over' }).click();
  await page.getByText('signs, too, until').waitFor();
  expect(await window.axeInBothColours('operator-tenants')).toEqual([]);
  await row.getByRole('button', { name: 'Make a key…' }).click();
  await dialog.getByLabel(/^Name/).fill('website');
  await window.screenshot('operator-make-key');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await dialog.getByLabel('Key', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'It has been handed over' }).click();
  const keys = page.getByRole('list', { name: 'Keys of acme' }).getByRole('listitem');
  await keys.filter({ hasText: 'website' }).getByRole('button', { name: 'Revoke…' }).click();
  await dialog.getByRole('button', { name: 'Revoke the key' }).click();
  await keys.filter({ hasText: 'website' }).getByText('revoked').waitFor();
  await keys.filter({ hasText: 'first' }).getByText('works').waitFor();
});

it('shows what is owed to callers, what operators did, and what is set', async () => {
  await pool.query(
    `INSERT INTO deliveries (tenant_id, task_id, type, delivery_id, kafka_partition, url, host, event_time, state, due_at, attempt_count)
     SELECT 'acme', 'told_' || n, 'task.succeeded', 'd_' || n, 0, 'https://away.example/' || n, 'away.example', now(), 'waiting',
       now() + interval '1 hour', 2 FROM generate_series(1, 3) AS n`,
  );
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  silent.on('connection', (socket) => socket.destroy());
  await system.tell(
    Array.from({ length: 6 }, (_none, index) =>
      endedTask(`silent_${index}`, `http://127.0.0.1:${port}/secret`),
    ).flat(),
  );
  const window = await signedIn('/callbacks');
  const { page } = window;
  await page.getByRole('heading', { name: 'By host' }).waitFor();
  expect(await page.getByRole('row', { name: /away\.example/ }).textContent()).toContain('3');
  // The processor has found one that takes connections and answers nothing.
  await page.getByText('One host does not answer').waitFor();
  const alone = page.getByRole('region', { name: 'Hosts that are left alone' });
  const row = alone.getByRole('row', { name: new RegExp(`127\\.0\\.0\\.1:${port}`) });
  await row.getByText(/^left alone for/).waitFor();
  await row.getByText('No connection comes about').waitFor();
  await row.getByText(hostname()).waitFor();
  expect(await page.content()).not.toContain('secret');
  expect(await window.axeInBothColours('operator-callbacks')).toEqual([]);

  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('row', { name: /tenant\.created/ }).waitFor();
  await page.getByLabel('To what').fill('tenant/acme');
  await page.keyboard.press('Enter');
  await page.getByText('dead_letter.redriven').waitFor({ state: 'detached' });
  expect(await window.axeInBothColours('operator-audit')).toEqual([]);

  await page.getByRole('link', { name: 'Settings' }).click();
  const setting = (name: string) => page.locator(`[data-setting="${name}"]`);
  await setting('OPERATOR_TOKEN').getByText('set, not shown').waitFor();
  await page.getByLabel('Only what is other than the default').check();
  expect(await setting('KEY_CACHE_MS').count()).toBe(0);
  expect(await setting('CALLBACK_KEYS').count()).toBe(1);
  expect(await window.axeInBothColours('operator-settings')).toEqual([]);
  expect(await page.content()).not.toContain(TOKEN);
});

describe('when something stands still', () => {
  it('says that no processor runs, and why a partition is halted, with what to do', async () => {
    const window = await signedIn('/');
    const { page } = window;
    await page.getByText('Everything moves').waitFor();
    await services().stopProcessor();
    await system.tell([created('late_1')]);
    await page.getByRole('heading', { name: 'No processor is at work' }).waitFor();
    await page.getByText('1 record waits to be folded').waitFor();
    await page.getByText('npx taskfold doctor').first().waitFor();
    await page.getByRole('heading', { name: /Nobody publishes to/ }).waitFor();
    await pool.query(
      `INSERT INTO partition_halts (projection, topic, kafka_partition, reason, message, next_offset, halted_at)
       SELECT projection, topic, kafka_partition, 'truncated', $1, next_offset, now() FROM checkpoints WHERE kafka_partition = 1`,
      [`The log ends at offset 0. ${HOSTILE}`],
    );
    const halt = page.getByRole('article', { name: /Partition 1 of .* stands still: truncated/ });
    await halt.getByText('The log ends at offset 0. <img src=x').waitFor();
    expect(await halt.textContent()).toContain('Restore the topic');
    expect(((await halt.textContent()) ?? '').replaceAll(/[\n\t]/g, '')).not.toMatch(UNSEEN);
    expect(await window.axeInBothColours('operator-standstill')).toEqual([]);
    await pool.query('DELETE FROM partition_halts');
    await services().startProcessor();
    await page.getByText('Everything moves').waitFor();
  }, 90_000);

  it('says first that the broker is away and what to do, and that everything moves when it is back', async () => {
    const { broker } = services();
    if (broker === null) throw new Error('the broker is not of this test alone');
    const window = await signedIn('/');
    const { page } = window;
    await page.getByText('Everything moves').waitFor();
    await broker.kill();
    const away = page.getByRole('article', { name: 'The broker cannot be reached' });
    await away.getByText('Nothing is lost: all goes on by itself when it is back').waitFor();
    await away.getByText('npx taskfold doctor --only kafka').waitFor();
    expect(await page.getByRole('article').first().getAttribute('aria-label')).toBe(
      'The broker cannot be reached',
    );
    // Whoever folds cannot say how far the log goes, and that follows from it: it is not to be started anew.
    const unread = page.getByRole('article', { name: 'No processor is at work' });
    await unread.getByText('waits for the broker').waitFor();
    expect(await unread.getByText('docker compose').count()).toBe(0);
    expect(await window.axeInBothColours('operator-broker-away')).toEqual([]);
    await broker.start();
    await away.waitFor({ state: 'detached' });
    await page.getByText('Everything moves').waitFor();
    await system.tell([created('broker_back_1')]);
  }, 120_000);

  it('says that the API is away, and goes on by itself when it is back', async () => {
    const window = await signedIn('/');
    await window.page.getByText('Everything moves').waitFor();
    await services().stopApi();
    await window.page.getByText('The API does not answer; trying again').waitFor();
    // What was there stays, and the other pages are there, too.
    await window.page.getByText('Everything moves').waitFor();
    await window.page.getByRole('link', { name: 'Tenants' }).click();
    await window.page.getByText('It is asked again until it does').waitFor();
    expect(await window.axeInBothColours('operator-api-away')).toEqual([]);
    await services().startApi();
    await window.page.getByText(/^As of/).waitFor();
    await window.page.locator('[data-tenant]').first().waitFor();
  }, 90_000);

  it('says that the database is away, whether it was there before or not, and goes on when it is back', async () => {
    const window = await signedIn('/');
    await window.page.getByText('Everything moves').waitFor();
    const database = await takeAwayDatabase(services().databaseUrl);
    const concern = window.page.getByRole('article', { name: 'The database cannot be reached' });
    await concern.getByText('npx taskfold doctor --only database').waitFor();
    expect(await window.page.getByText('Everything moves').count()).toBe(0);
    await window.page.reload();
    await concern.waitFor();
    expect(await window.axeInBothColours('operator-database-away')).toEqual([]);
    await database.back();
    await window.page.getByText('Everything moves').waitFor({ timeout: 60_000 });
    expect(await concern.count()).toBe(0);
  }, 90_000);
});

it('fits on a phone', async () => {
  const window = await signedIn('/', { viewport: { width: 390, height: 844 }, isMobile: true });
  const { page } = window;
  await page.getByText('Everything moves').waitFor();
  await window.screenshot('operator-overview-phone');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  await page.getByRole('navigation').getByRole('link', { name: 'Dead letters' }).click();
  await page.getByRole('heading', { name: 'Dead letters' }).waitFor();
  await page.locator('[data-letter]').first().waitFor();
  // Whatever an address holds beside filters, and filters of nothing, are left aside.
  await page.goto(`${services().adminUrl}${CONSOLE}/dead-letters?task_id=&odd=1`);
  await page.locator('[data-letter]').first().waitFor();
  await window.screenshot('operator-dead-letters-phone');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  expect(await window.axe()).toEqual([]);
});

it('says why a processor has halted a partition, while it reads the others', async () => {
  const window = await signedIn('/');
  const { page } = window;
  await page.getByText('Everything moves').waitFor();
  const broken = { key: null, value: Buffer.from('no JSON'), headers: {}, partition: 2 };
  await publish(Array.from({ length: 250 }, () => broken));
  const halt = page.getByRole('article', {
    name: `Partition 2 of ${services().topic} stands still: flood`,
  });
  await halt.getByText('mend it').waitFor();
  expect(await halt.textContent()).toContain('docker compose up -d --force-recreate processor');
  const partitions = page.getByRole('region', { name: 'Where each partition stands' });
  await partitions.getByText('halted: flood').waitFor();
  expect(await partitions.getByText('up to date').count()).toBe(5);
  // It is still noted where that partition stands: it is not unread.
  await eventually('it is noted after it was halted', async () => {
    const { rows } = await pool.query(
      `SELECT FROM partition_halts JOIN projection_lag AS l USING (kafka_partition) WHERE l.noted_at > halted_at + interval '3 seconds'`,
    );
    return rows.length === 1 || undefined;
  });
  expect(await page.getByRole('heading', { name: /Nobody reads/ }).count()).toBe(0);
  expect(await window.axeInBothColours('operator-flood')).toEqual([]);
});
