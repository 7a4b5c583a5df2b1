import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a server of a test answers: a status with JSON, or whatever it does with the response. */
export type GivenAnswer =
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  | ((response: ServerResponse, request: SeenRequest) => void);

export interface AnsweringServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
}

/** @param answers one after another; the last one again and again */
export async function answering(...answers: readonly GivenAnswer[]): Promise<AnsweringServer> {
  const requests: SeenRequest[] = [];
  const url = await listening((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request);
      if (typeof answer === 'function') answer(response, request);
      else if (answer !== undefined) send(response, answer);
    });
  });
  return { url, requests };
}

function send(
  response: ServerResponse,
  { status = 200, json, text, headers }: Exclude<GivenAnswer, (...of: never) => void>,
): void {
  response.writeHead(status, {
    'content-type': text === undefined ? 'application/json' : 'text/plain',
    ...headers,
  });
  response.end(text ?? (json === undefined ? undefined : JSON.stringify(json)));
}

/** A server on a port of its own, until the test ends. */
export async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
