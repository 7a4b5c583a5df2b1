import { setTimeout as wait } from 'node:timers/promises';
import { foreignGroup } from '@taskfold/kafka/testing';
import { expect } from 'vitest';
import { isReady } from '../testing/admin-port.ts';
import { createRelayBench, type RelayBench } from '../testing/relay-bench.ts';
import { type SpawnedProcessor, spawnProcessor } from '../testing/spawn-processor.ts';
import { lifeOf } from '../testing/workbench.ts';
import { type Fault, type FaultPoint, faultEnv, REACHED } from './fault-points.ts';
import type { Servers } from './servers.ts';

// The cells of the crash matrix: each does one thing to real processes and servers, and expects that nothing shows.

/** Adds to the environment of every processor of a cell. */
export type Environment = (env: Readonly<Record<string, string>>) => Record<string, string>;

const AS_IT_IS: Environment = (env) => ({ ...env });

class Cell {
  readonly bench: RelayBench;
  readonly #brokers: string;
  readonly #environment: Environment;
  readonly #processors: SpawnedProcessor[] = [];
  #groups = 0;

  constructor(bench: RelayBench, brokers: string, environment: Environment) {
    this.bench = bench;
    this.#brokers = brokers;
    this.#environment = environment;
  }

  /**
   * Starts a processor in a group of its own unless one is named: the members of a dead one's group would wait for it,
   * and the checkpoint is what decides, not the group.
   */
  start(env: Readonly<Record<string, string>> = {}, groupId = this.groupId()): SpawnedProcessor {
    const processor = spawnProcessor(
      this.#environment({ ...this.bench.env, CHUNK_MAX_RECORDS: '10', KAFKA_GROUP_ID: groupId, ...env }),
    );
    this.#processors.push(processor);
    return processor;
  }

  groupId(): string {
    return `${this.bench.topic}-${this.#groups++}`;
  }

  /** Publishes lives of tasks, interleaved, again where the broker fails: what came twice is in the log twice. */
  async publish(prefix: string, tasks = 30): Promise<void> {
    const lives = Array.from({ length: tasks }, (_none, index) => lifeOf(`${prefix}_${index}`));
    const events = Array.from({ length: 6 }, (_none, index) =>
      lives.flatMap((life) => life.slice(index, index + 1)),
    );
    for (const part of events) await this.#publishSurely(part);
  }

  async #publishSurely(events: Parameters<RelayBench['publish']>[0]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.bench.publish(events);
        return;
      } catch (error) {
        if (attempt === 30) throw error;
        await wait(300);
      }
    }
  }

  /** The group's offsets are hints, but none may lie above what is folded. */
  async expectGroupToBeBehind(groupId: string): Promise<void> {
    const noted = await foreignGroup(this.#brokers, groupId).committed(this.bench.topic);
    const { rows } = await this.bench.pool.query<{ kafka_partition: number; next_offset: number }>(
      'SELECT kafka_partition, next_offset FROM checkpoints',
    );
    for (const { kafka_partition, next_offset } of rows) {
      expect(noted.get(kafka_partition) ?? 0).toBeLessThanOrEqual(next_offset);
    }
  }

  /** Nothing is lost, nothing came twice, no partition halted, no dead letter, and the updates tell the newest. */
  async expectNothingShows(): Promise<void> {
    await this.bench.caughtUp();
    await this.bench.published();
    for (const processor of this.#processors) expect(processor.log()).not.toContain('a partition halts');
    await this.bench.expectProjectionToBeTheFoldOfTheLog();
    await this.bench.expectNewestToBeWhatTheApiAnswers();
    expect((await this.bench.pool.query('SELECT FROM dead_letters')).rowCount).toBe(0);
  }
}

async function cell({ brokers, postgresUrl }: Servers, environment: Environment = AS_IT_IS): Promise<Cell> {
  return new Cell(await createRelayBench({ brokers, postgresUrl }), brokers, environment);
}

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
  // The sleeping process holds its locks until the database loses patience, which is hastened here.
  const cut = setInterval(() => void it.bench.pool.query(END_IDLE_TRANSACTIONS).catch(() => {}), 500);
  await it.bench.caughtUp().finally(() => clearInterval(cut));
  await it.publish('after', 10);
  zombie.signal('SIGCONT');
  await it.publish('later', 10);
  if (point === 'before_lock') await zombie.logs('"result":"fenced"');
  await it.expectNothingShows();
}

const END_IDLE_TRANSACTIONS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND state = 'idle in transaction' AND now() - state_change > interval '1 second'`;

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
