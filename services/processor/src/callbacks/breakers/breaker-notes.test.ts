import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type BreakerNoteStore, createBreakerNotes } from './breaker-notes.ts';
import { createBreakers, type OpenBreaker } from './breakers.ts';

/** A table that holds what it is told, and refuses it while it is away. */
function table() {
  const rows = new Map<string, Pick<OpenBreaker, 'failures' | 'lastError'>>();
  const stored = { away: false, writes: 0 };
  const store: BreakerNoteStore = {
    async write(open, closed) {
      stored.writes += 1;
      if (stored.away) throw new Error('the database is away');
      for (const host of closed) rows.delete(host);
      for (const { host, failures, lastError } of open) rows.set(host, { failures, lastError });
    },
    async clear() {
      if (stored.away) throw new Error('the database is away');
      rows.clear();
    },
  };
  return { rows, stored, store };
}

function notesAt() {
  const clock = { ms: 1 };
  const now = () => clock.ms;
  const breakers = createBreakers({ failures: 2, openMs: 100, maxOpenMs: 300, now });
  const { rows, stored, store } = table();
  const [onFailure, warn] = [vi.fn(), vi.fn()];
  const notes = createBreakerNotes({ breakers, store, onFailure, logger: { warn }, everyMs: 1, now });
  return { clock, breakers, rows, stored, store, notes, onFailure, warn };
}

const HOSTS = ['a.example', 'b.example', 'c.example'] as const;
const step = fc.oneof(
  fc.record({ kind: fc.constant('failed' as const), host: fc.constantFrom(...HOSTS) }),
  fc.record({ kind: fc.constant('answered' as const), host: fc.constantFrom(...HOSTS) }),
  fc.record({ kind: fc.constant('look' as const), away: fc.boolean() }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20_000) }),
);

test('once a look has got through, the table holds what the breakers say, whatever failed before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { clock, breakers, rows, stored, notes } = notesAt();
      for (const each of steps) {
        if (each.kind === 'failed') breakers.failed(each.host, 'timeout');
        else if (each.kind === 'answered') breakers.answered(each.host);
        else if (each.kind === 'wait') clock.ms += each.ms;
        else {
          stored.away = each.away;
          await notes.look().catch(() => {});
        }
      }
      stored.away = false;
      await notes.look();
      expect(Object.fromEntries(rows)).toEqual(
        Object.fromEntries(
          breakers.notClosed().map(({ host, failures, lastError }) => [host, { failures, lastError }]),
        ),
      );
      const { writes } = stored;
      await notes.look();
      expect(stored.writes).toBe(writes);
    }),
  );
});

test('a note is renewed while its breaker is open, and nothing is written where none is', async () => {
  const { clock, breakers, stored, notes } = notesAt();
  await notes.look();
  for (let seconds = 0; seconds < 60; seconds += 1) {
    clock.ms += 1000;
    await notes.look();
  }
  // The one of the first look, for what others have left behind.
  expect(stored.writes).toBe(1);
  breakers.failed(HOSTS[0], 'dns');
  breakers.failed(HOSTS[0], 'dns');
  for (let seconds = 0; seconds < 60; seconds += 1) {
    clock.ms += 1000;
    await notes.look();
  }
  expect(stored.writes).toBe(1 + 4);
});

test('a database that is away is counted each time and warned of once; the end takes everything back', async () => {
  const { breakers, rows, stored, notes, onFailure, warn } = notesAt();
  const stopping = new AbortController();
  stored.away = true;
  void notes.run(stopping.signal);
  await vi.waitFor(() => expect(onFailure.mock.calls.length).toBeGreaterThan(2));
  expect(warn).toHaveBeenCalledOnce();
  stored.away = false;
  breakers.failed(HOSTS[0], 'dns');
  breakers.failed(HOSTS[0], 'dns');
  await vi.waitFor(() => expect(rows.size).toBe(1));
  stopping.abort();
  await notes.end();
  expect(rows.size).toBe(0);
});

test('the end does not wait for a database that does not answer', async () => {
  vi.useFakeTimers();
  const { breakers, notes, store } = notesAt();
  breakers.failed(HOSTS[0], 'dns');
  breakers.failed(HOSTS[0], 'dns');
  await notes.look();
  store.clear = () => new Promise(() => {});
  const ended = notes.end();
  await vi.advanceTimersByTimeAsync(1000);
  await ended;
  vi.useRealTimers();
});
