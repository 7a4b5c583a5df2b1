import type { EncodeSystemEvent, LogProducer, OutgoingEvent } from '@taskfold/kafka';
import { createWake, type Logger, poll } from '@taskfold/runtime';
import type { OutboxEvent } from './event-outbox.ts';

export interface OutboxPublisherOptions {
  /** Publishes the oldest events and then drops them; returns how many there were. */
  readonly drain: (
    limit: number,
    publish: (events: readonly OutboxEvent[]) => Promise<void>,
  ) => Promise<number>;
  readonly producer: LogProducer;
  /** The events topic. */
  readonly topic: string;
  readonly encode: EncodeSystemEvent;
  readonly logger: Pick<Logger, 'warn'>;
  /** How often it looks when nothing wakes it, in milliseconds. */
  readonly pollMs: number;
}

export interface OutboxPublisher {
  /** Publishes until the signal is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Something was written. */
  wake(): void;
}

const MOST_AT_ONCE = 500;
/** A transaction is open while the broker is waited for, so not for long; the rows stay for the next time. */
const SEND_TIMEOUT_MS = 15_000;
const RETRY = { baseMs: 200, maxMs: 10_000 } as const;

/**
 * Brings the events of the outbox into the log: at least once, with the same ids. While the broker is away they wait in
 * the database.
 */
export function createOutboxPublisher(options: OutboxPublisherOptions): OutboxPublisher {
  const { drain, producer, topic, encode, logger, pollMs } = options;
  const wake = createWake();
  return {
    wake: wake.now,
    async run(signal) {
      const publish = async (events: readonly OutboxEvent[]) => {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(SEND_TIMEOUT_MS)]);
        await producer.send(
          topic,
          events.map((event) => encode(outgoing(event))),
          limit,
        );
      };
      await poll(async () => (await drain(MOST_AT_ONCE, publish)) === MOST_AT_ONCE, {
        ...RETRY,
        wake,
        pollMs,
        signal,
        onFailure: (error) => logger.warn({ err: error }, 'results of callbacks cannot be published yet'),
      });
    },
  };
}

function outgoing(event: OutboxEvent): OutgoingEvent {
  return {
    id: event.id,
    source: event.source,
    type: event.type,
    time: event.time,
    subject: event.taskId,
    tenantid: event.tenantId,
    dataText: event.data,
  };
}
