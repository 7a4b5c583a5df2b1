import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../errors/api-error.ts';
import { parseAnswer, sendRaw } from '../../testing/raw-socket.ts';
import { headerAttributes } from './header-attributes.ts';

const server = createServer((request, response) => {
  response.setHeader('connection', 'close');
  response.end(JSON.stringify(read(request.rawHeaders)));
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

function read(rawHeaders: readonly string[]): unknown {
  try {
    return headerAttributes(rawHeaders);
  } catch (error) {
    if (error instanceof ApiError) return error.details?.errors;
    throw error;
  }
}

/** What is read of headers that go over a socket, byte for byte. */
async function sent(...lines: (string | Buffer)[]): Promise<unknown> {
  const head = Buffer.concat(
    ['GET / HTTP/1.1', 'Host: a', ...lines].flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]),
  );
  const { port } = server.address() as AddressInfo;
  const answer = await sendRaw(port, Buffer.concat([head, Buffer.from('\r\n')]));
  return JSON.parse(parseAnswer(answer).body);
}

const fault = (param: string, message: string) => [{ param, message: expect.stringContaining(message) }];

describe('attributes in headers', () => {
  it.each<[string, string]>([
    ['/plain', '/plain'],
    ['"/a b"', '/a b'],
    ['"/a \\"q\\" \\\\ b"', '/a "q" \\ b'],
    ['"%20"', ' '],
    ['"\\%20"', ' '],
    ['""', 'none'],
    ['', 'none'],
    ['%22a%22', '"a"'],
    ['a"b', 'a"b'],
    ['a "b"', 'a "b"'],
    ['/caf%C3%A9', '/café'],
    ['/café', '/café'],
    ['"/café"', '/café'],
    ['%E2%82%AC %F0%9F%98%80', '€ 😀'],
    ['a%2Bb+c', 'a+b+c'],
    ['%2525', '%25'],
    ['a, b', 'a, b'],
  ])('%s is %s', async (value, expected) => {
    expect(await sent(`ce-source: ${value}`)).toEqual(expected === 'none' ? {} : { source: expected });
  });

  it.each<[string, string | Buffer, string]>([
    ['an overlong sequence', 'a%C0%A0b', 'percent-encoded UTF-8'],
    ['half a sequence', 'a%E2%82', 'percent-encoded UTF-8'],
    ['a surrogate', '%ED%A0%80', 'percent-encoded UTF-8'],
    ['half an escape', '100%', 'percent-encoded UTF-8'],
    ['no escape', '%zz', 'percent-encoded UTF-8'],
    ['Latin-1', Buffer.from('/café', 'latin1'), 'must be UTF-8'],
    ['an overlong byte sequence', Buffer.from([0x61, 0xc0, 0xa0]), 'must be UTF-8'],
    ['an open quote', '"a', 'quote'],
    ['an escaped end', '"a\\"', 'quote'],
    ['something behind the quote', '"a" b', 'quote'],
  ])('%s is refused', async (_name, value, message) => {
    const line = (name: string) => Buffer.concat([Buffer.from(`${name}: `), Buffer.from(value)]);
    expect(await sent(line('CE-Id'))).toEqual(fault('/ce-id', message));
    // What decides nothing is left out instead.
    expect(await sent(line('ce-comment'), 'ce-id: a')).toEqual({ id: 'a' });
  });

  it('are refused where they come twice, in whatever case', async () => {
    expect(await sent('ce-tenantid: a', 'CE-TenantId: b')).toEqual(fault('/ce-tenantid', 'once'));
    expect(await sent('ce-id: a', 'ce-id: a')).toEqual(fault('/ce-id', 'once'));
    expect(await sent('ce-note: a', 'ce-note: b', 'ce-id: %zz')).toHaveLength(2);
  });

  it('have names as CloudEvents allow them, and none that would be the data', async () => {
    expect(
      await sent(
        'ce-data: 1',
        'ce-data_base64: 1',
        'ce-datacontenttype: a/b',
        'ce-a.b: 1',
        'ce-__proto__: 1',
        'ce-x1: 1',
      ),
    ).toEqual({ x1: '1' });
  });

  it('are none without their prefix', async () => {
    expect(await sent('id: a', 'x-ce-id: a')).toBe(null);
  });

  it('come back as they were encoded, whichever way that was', () => {
    const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
    const latin1 = (text: string) => Buffer.from(text).toString('latin1');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const value = text.toWellFormed();
        const encoded = encodeURIComponent(value);
        const percent = value.replaceAll('%', '%25');
        expect(headerAttributes(['ce-source', encoded])).toEqual({ source: value });
        expect(headerAttributes(['ce-source', latin1(quoted(percent))])).toEqual({ source: value });
      }),
    );
  });
});
