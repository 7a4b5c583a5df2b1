import type { Request, Response } from 'express';
import { ClientGoneError, contextOf, type RequestContext } from '../context/request-context.ts';
import { ApiError } from '../errors/api-error.ts';
import type { ByteBudget } from '../shares/byte-budgets.ts';
import type { Heartbeats } from './heartbeats.ts';

/** One server-sent event. */
interface StreamEvent {
  readonly event: string;
  readonly id: string;
  /** JSON text. */
  readonly data: string;
}

/** Where a stream writes to. */
export interface EventSink {
  /**
   * Resolves when the client has taken the event, or there is room for another. A stream that waits for it holds one event
   * at most, however slow its client is.
   *
   * @throws the reason of the request's signal when that is aborted
   */
  send(event: StreamEvent): Promise<void>;
}

/** What a route returns instead of a reply in order to stream. */
export interface EventStream {
  readonly kind: 'stream';
  /** Returning ends the answer. Not called for HEAD. */
  readonly run: (sink: EventSink) => Promise<void>;
  /** Called once in any case, when the stream is over. */
  readonly end: () => void;
}

const HEADERS = [
  'Content-Type',
  'text/event-stream; charset=utf-8',
  'Cache-Control',
  'no-store',
  // Proxies that gather answers would hold events back.
  'X-Accel-Buffering',
  'no',
  'X-Content-Type-Options',
  'nosniff',
];

/**
 * Answers with a stream of events and returns when that has begun: nothing of what led here has to wait for its end, which
 * may be hours away. Errors after its beginning end it: the client comes again and is told then.
 */
export function sendStream(
  request: Request,
  response: Response,
  stream: EventStream,
  heartbeats: Heartbeats,
  answers?: ByteBudget,
): void {
  const context = contextOf(response);
  context.allowForever();
  response.writeHead(200, [
    'X-Request-Id',
    context.requestId,
    ...context.headers,
    ...context.originHeaders,
    ...HEADERS,
  ]);
  response.flushHeaders();
  context.headers = [];
  const run = request.method === 'HEAD' ? async () => {} : stream.run;
  const sink = sinkOf(response, context, answers);
  void runToEnd({ run, end: stream.end }, sink, response, context, heartbeats.add(response));
}

async function runToEnd(
  stream: Pick<EventStream, 'run' | 'end'>,
  sink: EventSink,
  response: Response,
  context: RequestContext,
  stopHeartbeats: () => void,
): Promise<void> {
  try {
    await stream.run(sink);
  } catch (error) {
    if (!(error instanceof ClientGoneError)) {
      context.failure = { error, code: error instanceof ApiError ? error.code : 'internal_error' };
    }
  } finally {
    stopHeartbeats();
    stream.end();
    response.end();
  }
}

function sinkOf(response: Response, context: RequestContext, answers?: ByteBudget): EventSink {
  return {
    async send({ event, id, data }) {
      context.signal.throwIfAborted();
      const text = `event: ${event}\nid: ${id}\ndata: ${eventData(data)}\n\n`;
      // Where there is no room for it the stream ends, and its client comes again.
      const share = answers?.take(context, text.length);
      if (share) response.once('close', share.release);
      const taken = () => {
        share?.release();
        if (share) response.off('close', share.release);
      };
      if (!response.write(text, taken)) {
        await drained(response, context.signal);
      }
    },
  };
}

const BREAKS = /[\r\n\u0085\u2028\u2029]/;

/**
 * JSON text on one line. Line ends within it are white space between its tokens. What clients that split text by Unicode's
 * rules take for a line end, too, can stand in its strings alone, and is escaped.
 */
function eventData(json: string): string {
  if (!BREAKS.test(json)) return json;
  return json
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\u0085\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function drained(response: Response, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  response.once('drain', resolve);
  try {
    await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    response.off('drain', resolve);
  }
}
