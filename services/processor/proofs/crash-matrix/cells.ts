import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { isReady } from '../../src/testing/admin-port.ts';
import { cell, type Environment } from './cell.ts';
import { type Fault, type FaultPoint, faultEnv, REACHED } from './fault-points.ts';
import type { Servers } from './servers.ts';

// The cells of the crash matrix: each does one thing to real processes and servers, and expects that nothing shows.

/** Processors kill themselves at a point, two of them one after the other; a third one finds out. */
export async function killedAt(
  servers: Servers,
  point: FaultPoint,
  environment?: Environment,
): Promise<void> {
  const it = await cell(servers, environment);
  await it.publish('before');
  for (const time of [1, 3]) {
    const groupId = it.groupId();
    const fault: Fault = { point, time, signal: 'SIGKILL' };
    expect(await it.start(faultEnv(fault), groupId).exited).toBeNull();
    await it.expectGroupToBeBehind(groupId);
  }
  await it.publish('after', 10);
  it.start();
  await it.expectNothingShows();
}

/** A processor sleeps with a batch in hand while another one folds everything, and then goes on where it was. */
export async function zombieAt(
  servers: Servers,
  point: FaultPoint,
  environment?: Environment,
): Promise<void> {
  const it = await cell(servers, environment);
  await it.publish('before');
  const zombie = it.start(faultEnv({ point, time: 5, signal: 'SIGSTOP' }));
  await zombie.logs(REACHED);
  it.start();
  // The sleeping process holds its locks until the database loses patience, which is hastened here. A transaction that has none
  // yet is to be there still when the zombie wakes, for the row to stop it.
  const cut = setInterval(() => void it.bench.pool.query(END_LOCKING_TRANSACTIONS).catch(() => {}), 500);
  await it.bench.caughtUp().finally(() => clearInterval(cut));
  await it.publish('after', 10);
  zombie.signal('SIGCONT');
  await it.publish('later', 10);
  if (point === 'before_lock') await zombie.logs('"result":"fenced"');
  await it.expectNothingShows();
}

/** A transaction has an id of its own from its first row lock on. */
const END_LOCKING_TRANSACTIONS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND state = 'idle in transaction' AND backend_xid IS NOT NULL
    AND now() - state_change > interval '1 second'`;

/** Two processors that each believe to own everything, while one after the other is killed and comes back. */
export async function fighting(servers: Servers, environment?: Environment): Promise<void> {
  const it = await cell(servers, environment);
  let [left, right] = [it.start(), it.start()];
  for (const prefix of ['a', 'b', 'c']) {
    await it.publish(prefix);
    await left.kill();
    [left, right] = [right, it.start()];
  }
  await it.expectNothingShows();
}

/** Two processors of one group: one is killed, and the group waits for it, then gives its partitions to the other. */
export async function takenOver(servers: Servers, environment?: Environment): Promise<void> {
  const it = await cell(servers, environment);
  const groupId = it.groupId();
  const [killed, heir] = [it.start({}, groupId), it.start({}, groupId)];
  await Promise.all([isReady(killed), isReady(heir)]);
  await it.publish('before');
  await killed.kill();
  await it.publish('after');
  await it.expectNothingShows();
  await it.expectGroupToBeBehind(groupId);
}

/** The server cuts the processor's connections again and again. */
export async function backendsTerminated(servers: Servers, environment?: Environment): Promise<void> {
  const it = await cell(servers, environment);
  const processor = it.start();
  await isReady(processor);
  for (const prefix of ['a', 'b', 'c', 'd', 'e', 'f']) {
    await it.publish(prefix, 10);
    await it.bench.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'taskfold-processor' AND datname = current_database()",
    );
  }
  await it.expectNothingShows();
  await isReady(processor);
}

/** PostgreSQL stops like a crash, under load, and comes back. */
export async function postgresStops(
  servers: Servers,
  how: 'immediate' | 'kill' | 'fast',
  environment?: Environment,
): Promise<void> {
  const it = await cell(servers, environment);
  const processor = it.start();
  await isReady(processor);
  const publishing = it.publish('before', 60);
  await wait(300);
  await (how === 'kill' ? servers.postgres().kill() : servers.postgres().stop(how));
  await publishing;
  await isReady(processor, false);
  await servers.restartPostgres();
  await it.publish('after', 10);
  await it.expectNothingShows();
  await isReady(processor);
}

/** Kafka stops or is killed, under load, and comes back. */
export async function kafkaStops(
  servers: Servers,
  how: 'stop' | 'kill',
  environment?: Environment,
): Promise<void> {
  const it = await cell(servers, environment);
  const processor = it.start();
  await isReady(processor);
  await it.publish('before');
  await (how === 'kill' ? servers.kafka().kill() : servers.kafka().stop());
  await wait(2000);
  await servers.restartKafka();
  await it.publish('after', 10);
  await it.expectNothingShows();
  await isReady(processor);
}
