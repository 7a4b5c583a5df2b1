import type { TaskCloudEvent } from '../generated/events.ts';
import type { EventRefusal } from '../generated/openapi.ts';

/**
 * Publishes events, in their order: by `client.events.publish`, or by a producer of Kafka. It resolves when they are in the log.
 * Where it answers with a list of what became of each, as the API does (`status` `accepted` or `refused`, `error`), an event that
 * is refused is not sent again. Where it throws, all of them are sent again, with the same ids.
 */
export type PublishEvents = (
  events: readonly TaskCloudEvent[],
  options: { readonly signal: AbortSignal },
) => Promise<unknown>;

/** Keeps events beyond the life of a process: `openSpool` of `@taskfold/client/reporter/node`. */
export interface Spool {
  /** The events that an earlier process left, in their order. */
  readonly left: readonly { readonly number: number; readonly bytes: number }[];
  /** Writes an event, so that it survives this process from here on. @returns its number, higher than that of each one before it */
  append(text: string): number;
  /** The event of a number. */
  read(number: number): string;
  /** Forgets an event, and each one before it. */
  done(number: number): void;
  /** Gives the directory back. What is not done stays there. */
  close(): Promise<void>;
}

export interface ReporterOptions {
  readonly publish: PublishEvents;
  /** The producer, as a URI reference such as `/workers/image-7`: the same after a restart. */
  readonly source: string;
  /** Whose tasks they are. Over HTTP it is that of the key, and need not be given. */
  readonly tenant?: string;
  /** Of one stage of one task, progress is told this often at most, in milliseconds; 1,000. */
  readonly progressEveryMs?: number;
  /** Most events of one request; 100. The API takes 500. */
  readonly maxBatch?: number;
  /** Most bytes of events that wait in memory; 16 MiB. What goes beyond it is said at {@link Reporter}. */
  readonly maxWaitingBytes?: number;
  /** The time that one request has, in milliseconds; 30,000. */
  readonly requestTimeoutMs?: number;
  /** The longest wait before a request is made again, in milliseconds; 30,000. The first is a quarter of a second, each next one twice that. */
  readonly maxRetryWaitMs?: number;
  /** Where events are kept until they are sent, so that a process that is killed loses none. */
  readonly spool?: Spool;
  /**
   * Told of an event that is refused for good. Without it, Node.js and Bun print a warning.
   * What it throws changes nothing of what is sent, as with the others.
   */
  readonly onRefused?: (event: TaskCloudEvent, refusal: EventRefusal) => void;
  /** Told of an event that is left out because too many wait, or because time was up at the end. */
  readonly onDropped?: (event: TaskCloudEvent) => void;
  /** Told of a request that failed and is made again, and of a spool that cannot be written to. */
  readonly onError?: (error: unknown) => void;
}
