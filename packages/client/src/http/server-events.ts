import { ConnectionError, TimeLimitError } from '../errors/errors.ts';
import { abortable } from '../waiting/limit.ts';
import type { OpenStream } from './transport.ts';

/** One event of a stream, by the rules of HTML's server-sent events. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** Characters that one event may have: a task has 16 MiB at most, and is escaped within JSON. */
const MOST_BUFFERED = 64 * 1024 * 1024;

const LINE_END = /\r\n|\n|\r/g;

/** Makes events of text that comes in pieces, cut anywhere. */
export function createServerEventParser(): (text: string) => readonly ServerEvent[] {
  let buffered = '';
  let searched = 0;
  let skipsLineFeed = false;
  let lines: string[] = [];
  let event = '';
  let id = '';

  const take = (line: string): ServerEvent | undefined => {
    if (line === '') {
      const whole = { event: event || 'message', id, data: lines.join('\n') };
      const isEvent = lines.length > 0;
      event = '';
      lines = [];
      return isEvent ? whole : undefined;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (name === 'data') lines.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
    return undefined;
  };

  return (text) => {
    const events: ServerEvent[] = [];
    buffered += skipsLineFeed && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') skipsLineFeed = false;
    let start = 0;
    LINE_END.lastIndex = searched;
    for (let end = LINE_END.exec(buffered); end !== null; end = LINE_END.exec(buffered)) {
      const found = take(buffered.slice(start, end.index));
      if (found !== undefined) events.push(found);
      start = LINE_END.lastIndex;
      // A line feed that belongs to it may still come.
      skipsLineFeed = end[0] === '\r' && start === buffered.length;
    }
    buffered = buffered.slice(start);
    searched = buffered.length;
    if (buffered.length > MOST_BUFFERED) throw new ConnectionError('An event of the stream is too large.');
    return events;
  };
}

/** Something that came over a stream: an event, or `alive` for whatever else, such as a heartbeat. */
export type StreamPart = ServerEvent | 'alive';

/**
 * What comes over a stream, until it ends.
 *
 * @param silentMs how long nothing may come, not even a heartbeat
 * @throws ConnectionError where it breaks off, TimeLimitError where it is silent
 */
export async function* readServerEvents(
  { response, url, limit, requestId }: OpenStream,
  silentMs: (first: boolean) => number,
): AsyncGenerator<StreamPart> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const parse = createServerEventParser();
  try {
    for (let first = true; reader !== undefined; first = false) {
      const most = silentMs(first);
      limit.restart(most);
      const { done, value } = await abortable(reader.read(), limit.signal).catch((cause) => {
        if (limit.isUp())
          throw new TimeLimitError(`The stream of ${url} was silent for ${most} ms (request ${requestId})`, {
            requestId,
            cause,
          });
        if (limit.signal.aborted) throw limit.signal.reason;
        throw new ConnectionError(`The stream of ${url} broke off (request ${requestId})`, {
          requestId,
          cause,
        });
      });
      if (done) return;
      // The time that whoever reads takes is not the stream's.
      limit.restart();
      yield 'alive';
      yield* parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    limit.end();
    reader?.cancel().catch(() => {});
  }
}
