import type { EventReceipt, PostedEvent } from '../generated/openapi.ts';
import type { OperationId } from '../http/operation-types.ts';

export interface TestServerOptions {
  /** Milliseconds after which an event is seen, as Taskfold answers a little behind its log; 0, so that what is published is there. */
  readonly lagMs?: number;
  /** The waits before a callback is tried again, in milliseconds; when they are used up it is given up. 50, 200 and 800. */
  readonly callbackSchedule?: readonly number[];
  /** How often an idle stream says that it is alive, in milliseconds; 15,000, as everywhere. */
  readonly heartbeatMs?: number;
}

/** What goes wrong with a request. */
export type Fault = (
  | {
      /** It is answered with an error of this status, and nothing else happens. */
      readonly status: number;
      /** Of the error; the first one that the contract has for the status. */
      readonly code?: string;
      /** What `Retry-After` says, in seconds. */
      readonly retryAfter?: number;
    }
  | {
      /**
       * The connection ends without an answer. The `request` is lost before anything has happened; where the `answer` is lost, all
       * has happened, and whoever asked does not know.
       */
      readonly lost: 'request' | 'answer';
    }
) & {
  /** Only with requests of this operation, by its name in the OpenAPI document; with whichever come. */
  readonly operation?: OperationId;
  /** With how many requests; 1. */
  readonly times?: number;
};

/** A Taskfold in memory, for tests. It has one tenant and one key, which may do everything. */
export interface TestServer {
  /** Where it listens: an address of this machine. The `baseUrl` of a client. */
  readonly url: string;
  /** The one key that it takes. */
  readonly apiKey: string;
  /** What its callbacks are signed with: the secret of the receiver under test. */
  readonly callbackSecret: string;
  /**
   * Writes events into the log, as `POST /v1/events` does, but at once. They are folded by the rules of Taskfold: repeats count once,
   * and what comes after the end changes nothing.
   *
   * @returns a receipt for each, with its `position`
   * @throws Error where one is refused, which says why; none of them is written then
   */
  publish(...events: readonly PostedEvent[]): readonly EventReceipt[];
  /** Makes the next requests fail. Faults are used up in the order in which they were given. */
  failNext(fault: Fault): void;
  /** Cuts every stream and every answer that is being held, as a proxy does that is started again. */
  cutStreams(): void;
  /** Resolves when all events are folded, and no callback is under way or waits to be tried again. */
  idle(): Promise<void>;
  /** Ends it at once, with whatever is open. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
