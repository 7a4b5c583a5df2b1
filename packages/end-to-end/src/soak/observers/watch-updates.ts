import { randomUUID } from 'node:crypto';
import { TOPICS } from '@taskfold/contract';
import type { KafkaClient } from '@taskfold/kafka';
import { Held } from './held.ts';
import { isEnded, type ObservedTask, type ObserverContext } from './observer-context.ts';

export interface UpdatesObserver {
  readonly held: Held;
  /** Where it has come to in each partition: the next offset. */
  readonly reached: ReadonlyMap<number, number>;
  /** Reads no more: what a system does that is being judged, and short of CPU for it, says nothing. */
  stop(): Promise<void>;
}

/** A relay that takes over sends again what the one before has sent in its last minute, and takes some time for it. */
const RESENT_MS = 60_000;

interface UpdateRecord {
  readonly subject: string;
  readonly revision: number;
  readonly data: ObservedTask;
}

/** A consumer of `task.updates`, in a group of its own, from the topic's beginning on. */
export async function watchUpdates(
  kafka: KafkaClient,
  { findings, windows, seen, signal }: ObserverContext,
): Promise<UpdatesObserver> {
  const held = new Held({ where: 'updates', findings, windows, repeatsMs: RESENT_MS });
  const reached = new Map<number, number>();
  const consumer = kafka.consumer({ groupId: `soak-updates-${randomUUID()}` });
  await consumer.run({
    topic: TOPICS.updates.name,
    onAssigned: async (partitions) => {
      // The group notes nothing: what was read by now is not read again.
      for (const partition of partitions) consumer.seek(partition, reached.get(partition) ?? 0);
    },
    async onBatch({ partition, records, nextOffset, undecodable }) {
      if (undecodable !== null) {
        findings.add('wrong', 'updates', `partition ${partition}: ${undecodable.reason}`);
      }
      const now = Date.now();
      for (const { value, offset } of records) {
        if (offset < (reached.get(partition) ?? 0)) continue;
        const { subject, revision, data }: UpdateRecord = JSON.parse(String(value));
        held.told(subject, revision, isEnded(data), now);
        if (data.task_id !== subject || data.revision !== revision) {
          findings.add(
            'wrong',
            'updates',
            `${subject}: a record of revision ${revision} holds another state`,
          );
        }
        if (!seen.note('task', subject, revision, data)) {
          findings.add('wrong', 'updates', `${subject}: revision ${revision} was told in two versions`);
        }
      }
      reached.set(partition, Math.max(nextOffset, reached.get(partition) ?? 0));
    },
    onError(error, partition) {
      findings.add('wrong', 'updates', `partition ${partition}: a batch could not be read: ${String(error)}`);
      return 'retry';
    },
    onTrouble: () => {},
    onCrash: (error) => {
      if (!signal.aborted) findings.add('wrong', 'updates', `the consumer ended: ${error.message}`);
    },
  });
  return { held, reached, stop: () => consumer.stop() };
}
