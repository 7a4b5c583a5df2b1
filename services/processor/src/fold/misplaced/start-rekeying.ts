import type { Pool, RekeyedEntry } from '@taskfold/database';
import type { KafkaClient } from '@taskfold/kafka';
import type { Lifecycle, Logger, Registry } from '@taskfold/runtime';
import { createMisplacedTally } from './misplaced-tally.ts';
import { createRekeyPublisher } from './publish-rekeyed.ts';
import { giveUpRekeyed, markRekeyedPublished, readUnpublishedRekeyed } from './rekeyed-outbox.ts';

export interface RekeyingOptions {
  readonly pool: Pool;
  readonly kafka: KafkaClient;
  readonly topic: string;
  /** Those that this process folds. */
  readonly partitions: () => readonly number[];
  readonly registry: Registry;
  readonly logger: Logger;
  readonly lifecycle: Pick<Lifecycle, 'signal' | 'onRelease'>;
}

export interface Rekeying {
  /** Records that were stored to be published again. */
  stored(records: readonly RekeyedEntry[]): void;
  /** Begins in the background, with what an earlier process has left. */
  start(): void;
}

/** Publishes misplaced records again, wherever `MISPLACED` stands now: what is stored is owed to the log. */
export function createRekeying(options: RekeyingOptions): Rekeying {
  const { pool, kafka, topic, registry, logger, lifecycle } = options;
  const tally = createMisplacedTally(registry, logger);
  const publisher = createRekeyPublisher({
    read: (page) => readUnpublishedRekeyed(pool, { topic, ...page }),
    mark: (published) => markRekeyedPublished(pool, published),
    giveUp: (record, message) => giveUpRekeyed(pool, record, message),
    producer: kafka.producer(),
    topic,
    partitions: options.partitions,
    logger,
  });
  return {
    stored(records) {
      tally.add(records);
      publisher.wake();
    },
    start() {
      const running = publisher.run(lifecycle.signal);
      lifecycle.onRelease('misplaced records', () => running);
    },
  };
}
