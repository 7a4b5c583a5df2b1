import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENT_TYPES } from '@taskfold/contract';
import { expect, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';
import { eventLines } from '../../testing/event-lines.ts';

/** Of `events publish|validate|sample`. */
export function eventTests(system: CliSystem): void {
  test.each(EVENT_TYPES)('a sample of %s is an event, over HTTP and with a tenant in Kafka', async (type) => {
    const sample = await system.run(['events', 'sample', type, '--task', 'any']);
    expect(JSON.parse(sample.out)).toMatchObject({ type, subject: 'any' });
    expect(await system.run(['events', 'validate', '-'], { stdin: sample.out })).toMatchObject({
      code: 0,
      out: '',
    });
    const withTenant = await system.run(['events', 'sample', type, '--tenant', 'tenant_a']);
    expect((await system.run(['events', 'validate', '-', '--kafka'], { stdin: withTenant.out })).code).toBe(
      0,
    );
    expect(await system.run(['events', 'validate', '-', '--kafka'], { stdin: sample.out })).toMatchObject({
      code: 2,
      out: 'line 1  The attribute tenantid is missing.\n',
    });
  });

  test('lines are published in their order, those that are no events or are refused named and left out', async () => {
    const [first = '', second = ''] = eventLines('pub_1', ['task.created', 'task.started']).split('\n');
    const other = JSON.stringify({ ...JSON.parse(first), tenantid: 'tenant_other', id: 'other' });
    const file = join(system.folder, 'mixed.ndjson');
    await writeFile(file, [first, '{"id":', '', other, second, ''].join('\n'));
    const ended = await system.run(['events', 'publish', file]);
    expect(ended.code).toBe(1);
    expect(ended.out).toBe('2 published, 2 left out\n');
    expect(ended.err).toMatch(/^line 4: tenant_mismatch: .*\nline 2: The event is not JSON\.\n$/);
    const shown = await system.run(['tasks', 'wait', 'pub_1', '--until', 'started', '--json']);
    expect(JSON.parse(shown.out)).toMatchObject({ status: 'running', revision: 2 });
  });

  test('more events than one request takes are all published, and again they count once', async () => {
    const lines = Array.from({ length: 700 }, (_, index) =>
      eventLines(`many_${index}`, ['task.created']),
    ).join('');
    const first = await system.run(['events', 'publish', '-', '--jsonl'], { stdin: lines });
    const receipts = first.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(receipts.map(({ line }) => line)).toEqual(Array.from({ length: 700 }, (_, index) => index + 1));
    expect((await system.run(['events', 'publish', '-'], { stdin: lines })).out).toBe(
      '700 published, 0 left out\n',
    );
    const events = () => system.run(['tasks', 'events', 'many_699', '--jsonl']);
    await expect
      .poll(async () => (await events()).out, { timeout: 20_000 })
      .toMatch(/"applied".*\n.*"duplicate"/);
  });

  test('a file that cannot be read is said', async () => {
    expect(await system.run(['events', 'publish', '/nowhere'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('The file cannot be read: ENOENT'),
    });
  });
}
