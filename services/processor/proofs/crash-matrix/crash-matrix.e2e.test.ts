import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  backendsTerminated,
  fighting,
  kafkaStops,
  killedAt,
  postgresStops,
  takenOver,
  zombieAt,
} from './cells.ts';
import { brokerFrozen, brokersKilled, type ClusterServers } from './cluster-cells.ts';
import { failedOver } from './failover-cell.ts';
import { FAULT_POINTS, type FaultPoint, mutationEnv } from './fault-points.ts';
import { type Servers, startCluster, startServers } from './servers.ts';

// `npm run crash-matrix` runs every cell; without it, those that tell the most for their time.
const ALL = process.env.CRASH_MATRIX === 'all';
const SOME_POINTS: readonly FaultPoint[] = ['after_write', 'commit_sent'];

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers?.stop());

test.each(ALL ? FAULT_POINTS : SOME_POINTS)('SIGKILL, %s', (point) => killedAt(servers, point));

test.each<FaultPoint>(ALL ? ['before_lock', 'after_advance', 'after_commit'] : ['before_lock'])(
  'a zombie that slept, %s',
  (point) => zombieAt(servers, point),
);

test.each(ALL ? (['immediate', 'kill', 'fast'] as const) : (['immediate'] as const))(
  'PostgreSQL stops: %s',
  (how) => postgresStops(servers, how),
);

test.each(ALL ? (['stop', 'kill'] as const) : (['kill'] as const))('Kafka goes away: %s', (how) =>
  kafkaStops(servers, how),
);

const QUIET = { restarts: false, underLoad: false };
const LOADED = [
  { restarts: false, underLoad: true },
  { restarts: true, underLoad: true },
];
test.each(ALL ? [QUIET, ...LOADED] : [QUIET])(
  'PostgreSQL fails over to a standby that lacks commits: %j',
  (how) => failedOver(servers, how),
);

if (ALL) {
  test('connections of the processor are cut', () => backendsTerminated(servers));

  test('two processors of different groups fight, and are killed by turns', () => fighting(servers));

  test('of two processors of one group, one is killed', () => takenOver(servers));

  describe('of three brokers', () => {
    let three: ClusterServers & { stop(): Promise<void> };
    beforeAll(async () => {
      three = await startCluster(servers.postgresUrl);
    });
    afterAll(() => three?.stop());

    test('each is killed in turn, and started again', { timeout: 400_000 }, () => brokersKilled(three));

    test('one is frozen for nine seconds', () => brokerFrozen(three));
  });

  // The same cells with a safeguard taken away: the matrix must notice.
  test.each([
    ['fence', () => zombieAt(servers, 'before_lock', (env) => mutationEnv('fence', env))],
    ['row-lock', () => fighting(servers, (env) => mutationEnv('row-lock', env))],
    ['cache-validation', () => fighting(servers, (env) => mutationEnv('cache-validation', env))],
    [
      // Each of its two safeguards covers for the other where a chunk is tried again after the look at the rows.
      'lost-commits-unseen',
      () =>
        failedOver(servers, { restarts: false, underLoad: true }, (env) =>
          mutationEnv('lost-commits-unseen', env),
        ),
    ],
    [
      'offset-before-commit',
      () => killedAt(servers, 'before_commit', (env) => mutationEnv('offset-before-commit', env)),
    ],
  ] as const)('the matrix notices a missing safeguard: %s', async (_name, run) => {
    await expect(run()).rejects.toThrow();
  });
}
