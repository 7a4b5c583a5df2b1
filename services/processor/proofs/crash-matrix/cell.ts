import { setTimeout as wait } from 'node:timers/promises';
import type { OutgoingEvent } from '@taskfold/kafka';
import { foreignGroup } from '@taskfold/kafka/testing';
import { expect } from 'vitest';
import { createRelayBench, type RelayBench } from '../../src/testing/relay-bench.ts';
import { type SpawnedProcessor, spawnProcessor } from '../../src/testing/spawn-processor.ts';
import { lifeOf } from '../../src/testing/workbench.ts';
import type { Servers } from './servers.ts';

/** Adds to the environment of every processor of a cell. */
export type Environment = (env: Readonly<Record<string, string>>) => Record<string, string>;

const AS_IT_IS: Environment = (env) => ({ ...env });

/** A topic, a database and processors for something that is done to them, and what must hold afterwards. */
export class Cell {
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
    await this.publishLives(Array.from({ length: tasks }, (_none, index) => lifeOf(`${prefix}_${index}`)));
  }

  async publishLives(lives: readonly OutgoingEvent[][]): Promise<void> {
    const longest = Math.max(...lives.map(({ length }) => length));
    for (let index = 0; index < longest; index++) {
      await this.#publishSurely(lives.flatMap((life) => life.slice(index, index + 1)));
    }
  }

  async #publishSurely(events: readonly OutgoingEvent[]): Promise<void> {
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

  /** What the group notes of the events topic, by partition. */
  async groupOffsets(groupId: string): Promise<ReadonlyMap<number, number>> {
    return await foreignGroup(groupId, { KAFKA_BROKERS: this.#brokers }).committed(this.bench.topic);
  }

  /** The group's offsets are hints, but none may lie above what is folded. */
  async expectGroupToBeBehind(groupId: string): Promise<void> {
    const noted = await this.groupOffsets(groupId);
    const { rows } = await this.bench.pool.query<{ kafka_partition: number; next_offset: number }>(
      'SELECT kafka_partition, next_offset FROM checkpoints',
    );
    for (const { kafka_partition, next_offset } of rows) {
      expect(noted.get(kafka_partition) ?? 0).toBeLessThanOrEqual(next_offset);
    }
  }

  /** Waits until every caller was told, and the log tells so. */
  async callersTold(): Promise<void> {
    const waiting = async () => {
      const { rows } = await this.bench.pool.query<{ waiting: number }>(`
        SELECT (SELECT count(*) FROM deliveries WHERE state <> 'delivered') + (SELECT count(*) FROM event_outbox) AS waiting`);
      return rows[0]?.waiting;
    };
    await this.bench.caughtUp();
    await expect.poll(waiting, { timeout: 40_000, interval: 50 }).toBe(0);
  }

  /** Nothing is lost, nothing came twice, no partition halted, no dead letter, and the updates tell the newest. */
  async expectNothingShows(): Promise<void> {
    await this.bench.caughtUp();
    await this.bench.published();
    for (const processor of this.#processors) expect(processor.log()).not.toContain('a partition halts');
    await this.bench.expectProjectionToBeTheFoldOfTheLog(true);
    await this.bench.expectNewestToBeWhatTheApiAnswers();
    expect((await this.bench.pool.query('SELECT FROM dead_letters')).rowCount).toBe(0);
  }
}

export async function cell(
  { brokers, postgresUrl }: Pick<Servers, 'brokers' | 'postgresUrl'>,
  environment: Environment = AS_IT_IS,
): Promise<Cell> {
  return new Cell(await createRelayBench({ brokers, postgresUrl }), brokers, environment);
}
