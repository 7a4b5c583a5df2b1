import type { IncomingHttpHeaders } from 'node:http';
import type { Grant } from '../projection/grant.ts';

/** A request of which all is read. */
export interface Exchange {
  /** Parameters of the path. */
  readonly path: Readonly<Record<string, string>>;
  /** What follows the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** In UTF-8; empty where there is none. */
  readonly body: string;
  /** Of the read token that asks; null for the key. */
  readonly grant: Grant | null;
  /** Aborted when whoever asked is gone. */
  readonly signal: AbortSignal;
}

/** One event of a stream. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string;
  /** JSON text on one line. */
  readonly data: string;
}

/** What an operation answers: JSON text, or a stream that ends when its generator does. */
export type Answer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string | null;
    }
  | { readonly events: AsyncIterable<ServerEvent> };

/** Carries out an operation. @throws ErrorAnswer */
export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;
