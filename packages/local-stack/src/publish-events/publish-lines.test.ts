import { EXAMPLE_EVENTS } from '@taskfold/contract';
import type { LogPosition, OutgoingRecord } from '@taskfold/kafka';
import { type Line, readLines } from '@taskfold/runtime';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePublishArguments } from './options.ts';
import { publishLines } from './publish-lines.ts';

const GOOD = JSON.stringify(EXAMPLE_EVENTS['task.created']);

async function* chunksOf(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function collect(lines: AsyncIterable<readonly Line[]>): Promise<Line[]> {
  const all: Line[] = [];
  for await (const group of lines) all.push(...group);
  return all;
}

function collectingProducer() {
  const batches: OutgoingRecord[][] = [];
  return {
    batches,
    send: async (_topic: string, records: readonly OutgoingRecord[]): Promise<LogPosition[]> => {
      batches.push([...records]);
      return [];
    },
  };
}

async function publish(text: string, signal = new AbortController().signal) {
  const producer = collectingProducer();
  const counts = { published: 0, bad: 0, line: 0 };
  const bad: number[] = [];
  const lines = readLines(chunksOf(text, 64 * 1024), 2 * 1024 * 1024);
  await publishLines({ lines, producer, topic: 't', counts, onBad: (line) => bad.push(line), signal });
  return { producer, counts, bad };
}

test('lines come out as they went in, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.integer({ min: 1, max: 9 }),
      async (texts, size) => {
        const lines = texts.map((text) => text.replaceAll(/[\n\ufeff]/g, ''));
        const read = await collect(readLines(chunksOf(`${lines.join('\n')}\n`, size), 10_000));
        expect(read).toEqual(
          (lines.length === 0 ? [''] : lines).map((text, index) => ({ number: index + 1, text })),
        );
      },
    ),
  );
});

test('a line that is too long is not kept, and those after it are read', async () => {
  const read = await collect(readLines(chunksOf(`${'x'.repeat(50)}\nshort\n${'y'.repeat(50)}`, 7), 10));
  expect(read).toEqual([
    { number: 1, text: undefined },
    { number: 2, text: 'short' },
    { number: 3, text: undefined },
  ]);
});

test('bad lines are reported by number and the others are published in order', async () => {
  const events = [1, 2, 3].map((id) => JSON.stringify({ ...EXAMPLE_EVENTS['task.created'], id: `e${id}` }));
  const { producer, counts, bad } = await publish(`${events[0]}\n{}\n\n${events[1]}\nnot JSON\n${events[2]}`);
  expect(bad).toEqual([2, 5]);
  expect(counts).toEqual({ published: 3, bad: 2, line: 6 });
  expect(producer.batches.flat().map((record) => JSON.parse(String(record.value)).id)).toEqual([
    'e1',
    'e2',
    'e3',
  ]);
});

test('no batch is larger than what the topic takes', async () => {
  const event = JSON.stringify({
    ...EXAMPLE_EVENTS['task.created'],
    data: { capability: 'c', model: 'm', input: { text: 'x'.repeat(300_000) } },
  });
  const { producer, counts } = await publish(`${Array(9).fill(event).join('\n')}\n`);
  expect(counts.published).toBe(9);
  const sizes = producer.batches.map((batch) =>
    batch.reduce((sum, { value }) => sum + (value?.length ?? 0), 0),
  );
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
});

test('nothing is published after the stop', async () => {
  await expect(publish(`${GOOD}\n`, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});

test('arguments', () => {
  expect(parsePublishArguments(['-', '--strict', '--brokers', 'k:1', '--topic=t'])).toEqual({
    kind: 'publish',
    options: { file: '-', brokers: 'k:1', topic: 't', strict: true },
  });
  expect(parsePublishArguments(['--help']).kind).toBe('help');
  for (const args of [[], ['a', 'b'], ['--nope', 'a']])
    expect(parsePublishArguments(args).kind).toBe('invalid');
});
