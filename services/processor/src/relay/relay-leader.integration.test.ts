import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRelayBench, type RelayBench, type Update } from '../testing/relay-bench.ts';
import { type RunningProcessor, runProcessor } from '../testing/run-processor.ts';
import { spawnProcessor } from '../testing/spawn-processor.ts';
import { lifeOf } from '../testing/workbench.ts';

const lives = (count: number, prefix: string) =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

const isLeader = async (processor: RunningProcessor) =>
  (await processor.metrics()).includes('taskfold_relay_leader{service="processor"} 1');

async function foldAll(bench: RelayBench, count: number, prefix: string): Promise<void> {
  await bench.publish(lives(count, prefix));
  await bench.caughtUp();
}

/** The newest of each task stands last, whatever was repeated before it. */
function expectNothingOlderAfterTheNewest(updates: readonly Update[]): void {
  for (const of of Map.groupBy(updates, ({ record }) => String(record.key)).values()) {
    const revisions = of.map(({ event }) => event.revision);
    expect(revisions.at(-1)).toBe(Math.max(...revisions));
  }
}

test('of two relays one publishes, and the other goes on at once when it stops', async () => {
  const bench = await createRelayBench();
  const relay = { ...bench.env, ROLES: 'relay', RELAY_LEASE_MS: '60000' };
  await runProcessor({ ...bench.env, ROLES: 'fold' });
  const [first, second] = [await runProcessor(relay), await runProcessor(relay)];
  await foldAll(bench, 30, 'a');
  await bench.published();
  const leading = await Promise.all([isLeader(first), isLeader(second)]);
  expect(leading.filter(Boolean)).toHaveLength(1);
  const [leader, standby] = leading[0] ? [first, second] : [second, first];
  expect(await leader.stop()).toBe(0);
  await foldAll(bench, 30, 'b');
  await bench.published();
  expect(await isLeader(standby)).toBe(true);
  await bench.expectNewestToBeWhatTheApiAnswers();
  // A lease that was given back leaves nothing in doubt, so nothing was sent twice.
  const ids = (await bench.readUpdates()).map(({ event }) => event.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('after kill -9 in the middle of its work, the next one sends again what the last minute sent, and goes on', async () => {
  const bench = await createRelayBench();
  await runProcessor({ ...bench.env, ROLES: 'fold', CHUNK_MAX_RECORDS: '50' });
  await foldAll(bench, 200, 'before');
  const first = spawnProcessor({ ...bench.env, ROLES: 'relay' });
  await bench.published();
  const feeding = foldAll(bench, 1500, 'during');
  await wait(300);
  await first.kill();
  const second = spawnProcessor({ ...bench.env, ROLES: 'relay' });
  await feeding;
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
  const updates = await bench.readUpdates();
  expectNothingOlderAfterTheNewest(updates);
  const repeated = updates.filter(({ event }) => event.subject.startsWith('before_'));
  expect(repeated).toHaveLength(400);
  second.signal('SIGTERM');
  expect(await second.exited).toBe(0);
});

test('a leader that was stopped for longer than its lease writes nothing when it wakes', async () => {
  const bench = await createRelayBench();
  await runProcessor({ ...bench.env, ROLES: 'fold' });
  const old = spawnProcessor({ ...bench.env, ROLES: 'relay' });
  await old.logs('"msg":"leading"');
  await foldAll(bench, 20, 'a');
  await bench.published();
  old.signal('SIGSTOP');
  const next = spawnProcessor({ ...bench.env, ROLES: 'relay' });
  await next.logs('"msg":"leading"');
  await foldAll(bench, 20, 'b');
  await bench.published();
  const before = await bench.readUpdates();
  old.signal('SIGCONT');
  await old.logs('the lease');
  await foldAll(bench, 20, 'c');
  await bench.published();
  const updates = await bench.readUpdates();
  expect(updates.length - before.length).toBe(20);
  expectNothingOlderAfterTheNewest(updates);
  await bench.expectNewestToBeWhatTheApiAnswers();
});

test('a send of an earlier leader that arrives late does not stay the newest', async () => {
  const bench = await createRelayBench();
  const processor = await runProcessor(bench.env);
  const life = lifeOf('task_0');
  await bench.publish(life.slice(0, 3));
  await bench.caughtUp();
  await bench.published();
  const [early] = await bench.readUpdates();
  if (early === undefined) throw new Error('nothing was published');
  await bench.publish(life.slice(3));
  await bench.caughtUp();
  await bench.published();

  const { key, value } = early.record;
  const stranger = bench.kafka.producer();
  await stranger.send(bench.updatesTopic, [{ key, value, headers: {} }]);
  await expect
    .poll(async () => (await bench.readUpdates()).at(-1)?.event.revision, { timeout: 30_000, interval: 500 })
    .toBe(6);
  await bench.expectNewestToBeWhatTheApiAnswers();
  expect(await processor.metrics()).toMatch(/taskfold_relay_sent_again_total\S* 1\n/);
});

test('connections to the database that are cut hold the relay up, and nothing more', async () => {
  const bench = await createRelayBench();
  await runProcessor({ ...bench.env, RELAY_LEASE_MS: '10000' });
  for (const prefix of ['a', 'b', 'c']) {
    await bench.publish(lives(100, prefix));
    await bench.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'taskfold-processor' AND datname = current_database()",
    );
  }
  await bench.caughtUp();
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
});
