import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import autocannon from 'autocannon';
import { percentile } from '../environment/percentile.ts';

export interface Figures {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Answers that were not 2xx or 304. */
  readonly failures: number;
}

/**
 * As many requests as the server takes, over a number of connections. Each asks for its own share of the paths: what all of
 * them asked for at once would be answered together, and to make all the requests for each took seconds of the measurement.
 */
export async function closedLoad(options: {
  readonly url: string;
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
}): Promise<Figures> {
  const { url, paths, connections, seconds, headers } = options;
  const requests = paths.map((path) => ({ path }));
  const shares = [...Map.groupBy(requests, (_request, index) => index % connections).values()];
  let next = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { ...headers },
    setupClient: (client) => client.setRequests(shares[next++ % shares.length] ?? []),
  });
  return {
    perSecond: result.requests.total / result.duration,
    p99Ms: result.latency.p99,
    failures: result['4xx'] + result['5xx'] + result.errors + result.timeouts,
  };
}

/**
 * Requests at a steady rate, however long answers take: latencies count from when a request was due, so that a server that
 * stalls does not hide the requests that it kept waiting.
 */
export async function openLoad(options: {
  readonly url: string;
  readonly path: (number: number) => string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
}): Promise<Figures> {
  const { url, path, perSecond, seconds, headers } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const latencies: number[] = [];
  let failures = 0;
  const began = performance.now();
  const pending: Promise<void>[] = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const due = began + (number * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    pending.push(
      statusOf(`${url}${path(number)}`, agent, headers).then((status) => {
        latencies.push(performance.now() - due);
        if (status >= 400) failures += 1;
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  return { perSecond, p99Ms: percentile(latencies, 0.99), failures };
}

function statusOf(url: string, agent: Agent, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve) => {
    request(url, { agent, headers: { ...headers } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 599));
    })
      .on('error', () => resolve(599))
      .end();
  });
}
