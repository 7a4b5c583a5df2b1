import { request, type Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Answer, Ask } from './in-process.ts';

interface ReceivedEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An answer that is read as it comes. */
export interface OpenStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The next event; null when the stream has ended. */
  next(): Promise<ReceivedEvent | null>;
  /** Stops and goes on taking what comes. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Told of an answer when it is closed, with what came of it. */
export type OnClosed = (answer: Answer, complete: boolean) => void;

/** Sends a request in memory and resolves when its headers are there. */
export async function openStream(
  server: Server,
  ask: Ask,
  onClosed: OnClosed = () => {},
): Promise<OpenStream> {
  const [client, serverEnd] = duplexPair();
  server.emit('connection', serverEnd);
  const outgoing = request({
    path: ask.path,
    headers: { host: 'test', accept: 'text/event-stream', ...ask.headers },
    createConnection: () => client,
  });
  outgoing.end();
  const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>();
  outgoing.once('response', resolve).once('error', reject);
  const incoming = await promise;
  const events: ReceivedEvent[] = [];
  const waiting: ((event: ReceivedEvent | null) => void)[] = [];
  let body = '';
  let rest = '';
  let ended = false;

  incoming.setEncoding('utf8');
  incoming.on('data', (chunk: string) => {
    body += chunk;
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks.filter((text) => !text.startsWith(':'))) events.push(parse(block));
    while (waiting.length > 0 && events.length > 0) waiting.shift()?.(events.shift() ?? null);
  });
  const onEnd = () => {
    ended = true;
    for (const resolveWaiting of waiting.splice(0)) resolveWaiting(null);
  };
  incoming.on('end', onEnd).on('close', onEnd).on('error', onEnd);
  outgoing.on('error', onEnd);
  const close = () => {
    outgoing.destroy();
    client.destroy();
    serverEnd.destroy();
  };
  onTestFinished(() => {
    close();
    onClosed({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }, incoming.complete);
  });

  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    next() {
      const event = events.shift();
      if (event !== undefined) return Promise.resolve(event);
      if (ended) return Promise.resolve(null);
      return new Promise((resolveNext) => waiting.push(resolveNext));
    },
    pause: () => incoming.pause(),
    resume: () => incoming.resume(),
    close,
  };
}

function parse(block: string): ReceivedEvent {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id') ?? '',
    data: JSON.parse(fields.get('data') ?? 'null'),
  };
}
