import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, untilAborted } from '@taskfold/runtime/command';
import { CommandFailure } from '../../../outcome/command-failure.ts';
import { type CommandMaker, outputCommand } from '../../../program/command.ts';
import { wholeNumber } from '../../../program/option-values.ts';
import { drawReceived } from './draw-received.ts';
import { createReceive, type Received } from './receive.ts';
import { findVerifiers } from './secrets.ts';

/** A callback holds a task, whose output is a link where it is long. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const DEFAULT_PORT = 4040;

export const listen: CommandMaker = (context) =>
  outputCommand('listen', 'Receive callbacks on this machine', {
    description:
      'Receives callbacks on a local port, verifies their signatures and shows them; with --forward-to it passes what is verified on to a local server, and answers as that does. What is not signed is answered 401 and goes nowhere. Tasks name the address as their callback; the service must be allowed to call it, as "npm start -- --allow-local-callbacks" and CALLBACK_ALLOW_LOOPBACK say.',
    examples: [
      {
        line: 'taskfold callbacks listen --forward-to http://localhost:3000/hook',
        says: 'Pass callbacks on to a server that is being written.',
      },
      {
        line: 'taskfold callbacks listen --secret-file callback.secret --jsonl',
        says: 'Show them to a program, with their bodies.',
      },
    ],
  })
    .option('--forward-to <url>', 'the local server that gets what is verified')
    .option(
      '--port <port>',
      'where to listen on 127.0.0.1; 0 is any that is free',
      wholeNumber(0, 65_535),
      DEFAULT_PORT,
    )
    .option('--secret-file <file>', 'a file that holds the secret of callbacks (or TASKFOLD_CALLBACK_SECRET)')
    .option('--count <n>', 'end after so many', wholeNumber(1, 1_000_000))
    .action(async (options) => {
      const { forwardTo, port, secretFile, count = Number.POSITIVE_INFINITY } = options;
      if (forwardTo !== undefined && !/^https?:$/.test(URL.parse(forwardTo)?.protocol ?? '')) {
        throw new CommandFailure(
          'usage',
          `${forwardTo} is no address: it must be like http://localhost:3000/hook.`,
        );
      }
      const verifiers = await findVerifiers(secretFile, context.env);
      const output = context.output(options);
      const enough = new AbortController();
      const signal = AbortSignal.any([context.signal, enough.signal]);
      const receive = createReceive({ verifiers, forwardTo, signal: context.signal });
      let received = 0;
      const show = (callback: Received) => {
        output.next(callback, (view) => drawReceived(callback, view));
        received += 1;
        if (received >= count) enough.abort();
      };
      const server = createServer((request, response) => {
        answer(request, response, receive, show).catch((error: unknown) => {
          if (!context.signal.aborted) context.note(messageOf(error));
          response.destroy();
        });
      });
      const url = await new Promise<string>((resolve, reject) => {
        server.once('error', (error) =>
          reject(new CommandFailure('failed', `Port ${port} cannot be listened on: ${error.message}`)),
        );
        server.listen(port, '127.0.0.1', () =>
          resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
        );
      });
      context.note(
        `Callbacks are received at ${url}${forwardTo === undefined ? '' : ` and passed on to ${forwardTo}`}. Ctrl-C ends it.`,
      );
      await untilAborted(signal);
      server.close();
      server.closeIdleConnections();
      context.signal.throwIfAborted();
    });

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  receive: (body: Buffer, headers: IncomingMessage['headers']) => Promise<Received>,
  show: (received: Received) => void,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'POST' }).end();
    return;
  }
  const body = await bodyOf(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const received = await receive(body, request.headers);
  response.writeHead(received.answered).end();
  show(received);
}

/** @returns `undefined` where it is longer than a callback is */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
