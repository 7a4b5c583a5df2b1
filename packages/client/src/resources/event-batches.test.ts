import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { answering } from '../harness/answering-server.ts';
import { batchesOf } from './event-batches.ts';

test('all events go, in their order, in batches that the API takes', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 3_000_000 }), { maxLength: 8 });
  fc.assert(
    fc.property(sizes, fc.constantFrom('x', 'ü', '🍳'), (lengths, unit) => {
      const events = lengths.map((length, index) => ({ index, text: unit.repeat(length / unit.length / 2) }));
      const batches = [...batchesOf(events)];
      expect(batches.flatMap((batch) => JSON.parse(batch))).toEqual(events);
      for (const batch of batches) {
        if (JSON.parse(batch).length > 1)
          expect(Buffer.byteLength(batch)).toBeLessThanOrEqual(4 * 1024 * 1024);
      }
    }),
    { numRuns: 20 },
  );
  expect(
    [...batchesOf(Array.from({ length: 1_001 }, () => ({})))].map((batch) => JSON.parse(batch).length),
  ).toEqual([500, 500, 1]);
});

test('a batch whose answer is lost is sent again as it is, and each event has its receipt', async () => {
  const receipt = (id: string) => ({
    object: 'event_receipt',
    id,
    source: '/s',
    status: 'accepted',
    position: '0:1',
    error: null,
  });
  const api = await answering((response) => response.destroy(), {
    status: 202,
    json: { object: 'list', data: [receipt('a'), receipt('b')] },
  });
  const event = {
    specversion: '1.0',
    source: '/s',
    type: 'task.started',
    time: '2026-11-30T00:00:00Z',
    subject: 't',
  } as const;
  const { events } = new Taskfold({ apiKey: 'sk-1', baseUrl: api.url });
  const receipts = await events.publish([
    { ...event, id: 'a' },
    { ...event, id: 'b' },
  ]);
  expect(receipts.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(api.requests[0]?.headers['content-type']).toBe('application/cloudevents-batch+json');
  expect(api.requests[1]?.body).toBe(api.requests[0]?.body);
  expect(await events.publish([])).toEqual([]);
});
