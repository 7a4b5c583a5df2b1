import { expect, test } from 'vitest';
import { sampleTask } from '../testing/sample-task.ts';
import type { Delivery } from './ask-deliveries.ts';
import { byHost, hostOf } from './by-host.ts';

const END = Date.parse('2026-01-01T00:00:00Z');
const at = (second: number) => new Date(END + second * 1000).toISOString();

function delivery(url: string | null, more: Partial<Delivery['callback']> = {}, ended = 0): Delivery {
  const callback: Delivery['callback'] = {
    url,
    status: 'failed',
    attempt_count: 1,
    delivered_at: null,
    last_error: null,
    next_attempt_at: null,
    last_status_code: null,
    ...more,
  };
  return { task: sampleTask({ status: 'succeeded', completed_at: at(ended), callback }), callback };
}

test.each([
  ['https://user:secret@hooks.example:8443/path?token=t#f', 'hooks.example:8443'],
  ['https://пример.example/', 'xn--e1afmkfd.example'],
  ['javascript:alert(1)', 'no address'],
  ['<img src=x>', 'no address'],
  [null, 'address removed'],
])('of %s nothing is shown but the host', (url, host) => {
  expect(hostOf(url)).toBe(host);
});

test('each host has one line, those with most that is not delivered first', () => {
  const hosts = byHost({
    failed: [
      delivery('https://b.example/1', { last_error: 'http_5xx' }, 5),
      delivery('https://b.example/2', { last_error: 'timeout' }, 9),
    ],
    retrying: [delivery('https://a.example/', { last_error: 'dns' }), delivery('https://b.example/')],
    pending: [delivery('https://c.example/')],
    delivered: [
      delivery('https://a.example/', { delivered_at: at(3) }),
      delivery('https://a.example/', { delivered_at: at(1) }),
      delivery('https://a.example/', { delivered_at: at(60) }),
    ],
  });
  expect(hosts).toEqual([
    {
      host: 'b.example',
      counts: { failed: 2, retrying: 1, pending: 0, delivered: 0 },
      toldAfter: null,
      lastFailure: 'it did not answer in time',
    },
    {
      host: 'a.example',
      counts: { failed: 0, retrying: 1, pending: 0, delivered: 3 },
      toldAfter: { median: 3000, longest: 60_000 },
      lastFailure: 'its host name has no address',
    },
    {
      host: 'c.example',
      counts: { failed: 0, retrying: 0, pending: 1, delivered: 0 },
      toldAfter: null,
      lastFailure: null,
    },
  ]);
});
