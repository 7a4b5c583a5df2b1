import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ServerEvent } from './exchange.ts';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

/** Answers with server-sent events, and with a comment now and then while there are none. */
export async function writeEvents(
  response: ServerResponse,
  events: AsyncIterable<ServerEvent>,
  heartbeatMs: number,
): Promise<void> {
  response.writeHead(200, HEADERS);
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs);
  try {
    for await (const { event, id, data } of events) {
      const isTaken = response.write(`event: ${event}\nid: ${id}\ndata: ${onOneLine(data)}\n\n`);
      if (!isTaken && !response.destroyed)
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

/** Line ends within JSON are blanks between its tokens; those that only Unicode knows can stand in its texts alone. */
function onOneLine(json: string): string {
  return json
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\u0085\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
