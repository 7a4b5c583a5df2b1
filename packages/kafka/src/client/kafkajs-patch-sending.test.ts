import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

const MISSING = 'run `npm install`, which applies packages/kafka/patches';
// Neither is a part of what kafkajs exports. Its cluster is played: leaders that move between two attempts cannot be had at will.
const require = createRequire(import.meta.url);

describe('kafkajs is patched: of what is sent to several partitions', () => {
  type Send = (options: object) => Promise<{ readonly partition: number; readonly baseOffset: string }[]>;
  const createSendMessages: (options: object) => Send = require('kafkajs/src/producer/sendMessages');
  const createRetry: (options: object) => unknown = require('kafkajs/src/retry');

  /** @param leaders of partitions 0 and 1, for each attempt */
  function sending(
    leaders: readonly (readonly [number, number])[],
    answer: (node: number, attempt: number) => Promise<void>,
  ) {
    const sent: string[] = [];
    let attempt = 0;
    const sequences = [0, 0];
    const brokers = [0, 1].map((nodeId) => ({
      nodeId,
      produce: async ({
        topicData,
      }: {
        topicData: { partitions: { partition: number; firstSequence: number }[] }[];
      }) => {
        const partitions = topicData.flatMap((topic) => topic.partitions);
        for (const { partition, firstSequence } of partitions) sent.push(`${partition} at ${firstSequence}`);
        await answer(nodeId, attempt);
        return {
          topics: [
            {
              topicName: 'events',
              partitions: partitions.map(({ partition }) => ({
                partition,
                baseOffset: String(partition * 10),
              })),
            },
          ],
        };
      },
    }));
    const silent = { debug: () => {}, error: () => {} };
    const send = createSendMessages({
      logger: silent,
      retrier: createRetry({ initialRetryTime: 1, retries: 3 }),
      partitioner: ({ message }: { message: { partition: number } }) => message.partition,
      eosManager: {
        acquireBrokerLock: async () => {},
        releaseBrokerLock: async () => {},
        isTransactional: () => false,
        getProducerId: () => 1,
        getProducerEpoch: () => 0,
        getSequence: (_topic: string, partition: number) => sequences[partition],
        updateSequence: (_topic: string, partition: number, count: number) => {
          sequences[partition] = (sequences[partition] ?? 0) + count;
        },
      },
      cluster: {
        isConnected: () => true,
        addMultipleTargetTopics: async () => {},
        refreshMetadataIfNecessary: async () => {},
        refreshMetadata: async () => void attempt++,
        findTopicPartitionMetadata: () => [{ partitionId: 0 }, { partitionId: 1 }],
        findLeaderForPartitions: (_topic: string, partitions: readonly string[]) => {
          const found: Record<number, number[]> = {};
          for (const partition of partitions.map(Number)) {
            const leader = leaders[attempt]?.[partition] ?? 0;
            found[leader] = [...(found[leader] ?? []), partition];
          }
          return found;
        },
        findBroker: async ({ nodeId }: { nodeId: string }) => brokers[Number(nodeId)],
      },
    });
    const messages = [{ partition: 0 }, { partition: 1 }];
    return { sent, answer: send({ acks: -1, timeout: 1, topicMessages: [{ topic: 'events', messages }] }) };
  }
  const moved = Object.assign(new Error('not the leader'), {
    type: 'NOT_LEADER_FOR_PARTITION',
    retriable: true,
  });

  test('none that was acknowledged is sent again, and none that was not is left out, wherever leaders move', async () => {
    // The leader of 1 goes away, and 0 moves meanwhile: to each other's place, and to one place.
    for (const next of [
      [1, 0],
      [0, 0],
      [1, 1],
    ] as const) {
      const { sent, answer } = sending([[0, 1], next], async (node, attempt) => {
        if (attempt === 0 && node === 1) throw moved;
      });
      expect(
        (await answer).map(({ partition }) => partition),
        MISSING,
      ).toEqual([0, 1]);
      expect(sent, MISSING).toEqual(['0 at 0', '1 at 0', '1 at 0']);
    }
  });

  test('none is sent again while its first attempt is under way', async () => {
    const { sent, answer } = sending(
      [
        [0, 1],
        [0, 1],
      ],
      async (node, attempt) => {
        if (attempt === 0 && node === 1) throw moved;
        if (node === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      },
    );
    expect(
      (await answer).map(({ partition }) => partition),
      MISSING,
    ).toEqual([0, 1]);
    expect(sent, MISSING).toEqual(['0 at 0', '1 at 0', '1 at 0']);
  });
});
