import { expect, test } from 'vitest';
import type { Breaker } from '../ask/operations.ts';
import { silentHosts } from './silent-hosts.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 30, 3, minute)).toISOString();
const breaker = (host: string, more: Partial<Breaker> = {}): Breaker => ({
  host,
  state: 'open',
  failures: 5,
  last_error: 'timeout',
  opened_at: at(5),
  rests_until: at(20),
  processor: 'processor-1',
  noted_at: at(19),
  ...more,
});

test('a host is one, whoever found that it does not answer; the one that made most attempts knows best why', () => {
  expect(
    silentHosts([
      breaker('b.example'),
      breaker('a.example', { opened_at: at(7), processor: 'processor-2', rests_until: at(19) }),
      breaker('a.example', { opened_at: at(3), failures: 9, last_error: 'dns' }),
    ]),
  ).toEqual([
    {
      host: 'a.example',
      restsUntil: at(19),
      failures: 9,
      lastError: 'dns',
      since: at(3),
      processors: ['processor-1', 'processor-2'],
    },
    expect.objectContaining({ host: 'b.example' }),
  ]);
});

test('one that tries it again is enough for it to be tried', () => {
  const [host] = silentHosts([
    breaker('a.example'),
    breaker('a.example', { state: 'half_open', rests_until: at(1) }),
  ]);
  expect(host?.restsUntil).toBeNull();
});
