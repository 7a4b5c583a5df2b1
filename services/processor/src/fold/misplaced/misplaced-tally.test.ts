import type { RekeyedEntry } from '@taskfold/database';
import type { PartitionerName } from '@taskfold/kafka';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createMisplacedTally } from './misplaced-tally.ts';

function setUp() {
  const registry = new Registry();
  const lines: { readonly fields: object; readonly text: string }[] = [];
  const clock = { now: 0 };
  const logger = { warn: (fields: object, text: string) => void lines.push({ fields, text }) };
  const tally = createMisplacedTally(registry, logger as never, () => clock.now);
  return { tally, lines, clock, metrics: () => registry.metrics() };
}

function entry(source: string, recognised: readonly PartitionerName[] | null): RekeyedEntry {
  const record = { topic: 't', partition: 0, offset: 0, timestampMs: 0, key: null, value: null, headers: {} };
  const cause = recognised === null ? 'no_key' : 'wrong_partition';
  const names = recognised ?? [];
  return { record, tenantId: 'a', taskId: 't', source, eventId: 'e', cause, recognised: names };
}

test('the partitioner that most records of a source speak for is named, and not one by chance', async () => {
  const { tally, lines, clock, metrics } = setUp();
  tally.add([entry('/worker', ['crc32', 'fnv1a'])]);
  clock.now = 60_000;
  tally.add([
    entry('/worker', ['fnv1a', 'murmur2_unsigned']),
    entry('/worker', ['fnv1a']),
    entry('/worker', ['fnv1a_reference', 'fnv1a']),
  ]);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({ fields: { source: '/worker', records: 3, partitioner: 'fnv1a' } });
  expect(lines[1]?.text).toContain('sarama');
  expect(await metrics()).toContain(
    'taskfold_misplaced_records_total{source="/worker",cause="wrong_partition",partitioner="fnv1a"} 3',
  );
});

test('records without a key, and those that no partitioner explains, are told as such', async () => {
  const { tally, lines, metrics } = setUp();
  tally.add([entry('/keyless', null), entry('/odd', [])]);
  expect(lines.map(({ text }) => text)).toEqual([
    expect.stringContaining('without a key'),
    expect.stringContaining('no known partitioner'),
  ]);
  const shown = await metrics();
  expect(shown).toContain('source="/keyless",cause="no_key",partitioner="none"} 1');
  expect(shown).toContain('source="/odd",cause="wrong_partition",partitioner="unknown"} 1');
});

test('there is one line a minute for each source, and a bounded number of sources', async () => {
  const { tally, lines, clock, metrics } = setUp();
  for (let second = 0; second < 120; second++) {
    clock.now = second * 1000;
    tally.add([entry('/worker', ['crc32'])]);
  }
  expect(lines).toHaveLength(2);
  for (let number = 0; number < 500; number++) tally.add([entry(`/forged/${number}`, ['crc32'])]);
  expect((await metrics()).match(/source="/g)?.length).toBe(51);
  expect(lines.length).toBeLessThan(60);
});
