import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Undecodable } from '../port.ts';
import type { FetchedMessage } from './read-batch.ts';
import { type OldMessage, readRecordSet } from './read-record-set.ts';

/** What kafkajs, as patched, hands over before it makes batches of a fetch. */
export interface Fetched {
  /** Of each partition the bytes that the broker gave, which are replaced by what is in them. */
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: {
      readonly partition: number;
      messages: Buffer | readonly FetchedMessage[];
      undecodable?: Undecodable | null;
    }[];
  }[];
  readonly requests: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string }[];
  }[];
  /** Whether the partition is neither paused nor sought meanwhile. */
  isWanted(topic: string, partition: number): boolean;
  /** Tells the group that the consumer lives, where that is due. */
  heartbeat(): Promise<void>;
  /** kafkajs's own reader of what Kafka wrote before 0.11. */
  readOld(bytes: Buffer): Promise<readonly OldMessage[]>;
}

/** How long is read at a stretch: other work waits so long, in milliseconds. */
const STRETCH_MS = 20;

/**
 * Reads the record sets of a fetch, each by itself: what cannot be decoded of one holds no other. The group hears of the
 * consumer meanwhile, however long it takes.
 *
 * @throws what `heartbeat` throws, such as when the group has given the partitions to others
 */
export async function readFetched({ responses, requests, ...fetched }: Fetched): Promise<void> {
  let began = performance.now();
  let lost: { readonly error: unknown } | undefined;

  async function breathe(): Promise<void> {
    if (performance.now() - began < STRETCH_MS) return;
    await nextTurn();
    await fetched.heartbeat().catch((error: unknown) => {
      lost ??= { error };
    });
    began = performance.now();
  }

  for (const { topicName, partitions } of responses) {
    const asked = requests.find(({ topic }) => topic === topicName);
    for (const data of partitions) {
      const position = asked?.partitions.find(({ partition }) => partition === data.partition);
      const bytes = data.messages;
      data.messages = [];
      if (!Buffer.isBuffer(bytes) || position === undefined) continue;
      if (!fetched.isWanted(topicName, data.partition)) continue;
      const from = Number(position.fetchOffset);
      Object.assign(data, await readRecordSet(bytes, { from, breathe, readOld: fetched.readOld }));
      if (lost !== undefined) throw lost.error;
    }
  }
}
