import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCallbackRules, type RuleOptions } from '../guard/callback-rules.ts';
import { createResolver } from '../guard/resolve-name.ts';
import { countSockets } from '../testing/count-sockets.ts';
import { type NameServer, startNameServer } from '../testing/name-server.ts';
import { type ConnectorOptions, createConnector } from './connector.ts';
import { createSender } from './sender.ts';

// What may not be called is not called: no socket is opened for it, in all of this process.

/** Addresses of names under `.test`; some change from one question to the next. */
const NAMES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'private.test': [['10.0.0.1']],
  'loopback.test': [['127.0.0.1']],
  'metadata.test': [['169.254.169.254']],
  'mixed.test': [['93.184.215.14', '10.0.0.1']],
  'mixed-families.test': [['93.184.215.14', '::1']],
  'mapped.test': [['::ffff:7f00:1']],
  'nat64.test': [['64:ff9b::7f00:1']],
  'empty.test': [[]],
  'xn--bcher-kva.test': [['192.168.1.1']],
};

let names: NameServer;
let receiver: Server;
let received: number;
let sockets: ReturnType<typeof countSockets>;

beforeAll(async () => {
  names = await startNameServer((name) => NAMES[name]?.[0] ?? null);
  receiver = createServer((socket) => {
    received += 1;
    socket.on('error', () => {}).on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterAll(() => {
  names.close();
  receiver.close();
});
beforeEach(() => {
  received = 0;
  sockets = countSockets();
});
afterEach(() => sockets.stop());

const port = () => (receiver.address() as AddressInfo).port;

async function send(url: string, options: RuleOptions = {}, connector: Partial<ConnectorOptions> = {}) {
  const rules = createCallbackRules(options);
  const resolveName = createResolver({ servers: [names.address] });
  const sender = createSender({
    rules,
    connector: createConnector({ rules, resolveName, ...connector }),
    timeoutMs: 2000,
  });
  try {
    return await sender.send({ url, headers: {}, body: '{}' }, new AbortController().signal);
  } finally {
    sender.close();
  }
}

// One address of the middle or the end of every range, and every way to write one down.
const LITERALS: readonly (readonly [string, string])[] = [
  ['0.0.0.0', 'unspecified'],
  ['0.255.255.255', 'unspecified'],
  ['10.0.0.0', 'private'],
  ['10.255.255.255', 'private'],
  ['100.64.0.0', 'shared'],
  ['100.127.255.255', 'shared'],
  ['100.100.100.200', 'shared'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['168.63.129.16', 'metadata'],
  ['169.254.0.0', 'link_local'],
  ['169.254.169.254', 'link_local'],
  ['169.254.170.2', 'link_local'],
  ['172.16.0.0', 'private'],
  ['172.31.255.255', 'private'],
  ['192.0.0.192', 'reserved'],
  ['192.0.2.1', 'documentation'],
  ['192.31.196.1', 'reserved'],
  ['192.52.193.1', 'reserved'],
  ['192.88.99.1', 'translation'],
  ['192.168.0.0', 'private'],
  ['192.168.255.255', 'private'],
  ['192.175.48.1', 'reserved'],
  ['198.18.0.0', 'reserved'],
  ['198.19.255.255', 'reserved'],
  ['198.51.100.1', 'documentation'],
  ['203.0.113.1', 'documentation'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.255', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['[::]', 'unspecified'],
  ['[::1]', 'loopback'],
  ['[0:0:0:0:0:0:0:1]', 'loopback'],
  ['[::127.0.0.1]', 'reserved'],
  ['[::ffff:127.0.0.1]', 'translation'],
  ['[::ffff:7f00:1]', 'translation'],
  ['[::ffff:10.0.0.1]', 'translation'],
  ['[::ffff:93.184.215.14]', 'translation'],
  ['[::ffff:0:10.0.0.1]', 'reserved'],
  ['[64:ff9b::10.0.0.1]', 'translation'],
  ['[64:ff9b::169.254.169.254]', 'translation'],
  ['[64:ff9b:1::1]', 'translation'],
  ['[100::1]', 'reserved'],
  ['[2001::1]', 'reserved'],
  ['[2001:0:4136:e378:8000:63bf:3fff:fdd2]', 'reserved'],
  ['[2001:20::1]', 'reserved'],
  ['[2001:db8::1]', 'documentation'],
  ['[2002:7f00:1::]', 'translation'],
  ['[2002:a00:1::1]', 'translation'],
  ['[2620:4f:8000::1]', 'reserved'],
  ['[3fff::1]', 'documentation'],
  ['[4000::1]', 'reserved'],
  ['[5f00::1]', 'reserved'],
  ['[fc00::1]', 'private'],
  ['[fd00:ec2::254]', 'private'],
  ['[fe80::1]', 'link_local'],
  ['[febf::1]', 'link_local'],
  ['[fec0::1]', 'private'],
  ['[ff02::1]', 'multicast'],
];

const NOTATIONS = [
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '017700000001',
  '0177.0.0.1',
  '0177.0.0.01',
  '127.1',
  '127.0.1',
  '127.0x1',
  '127.65535',
  '127.0.0.1.',
  '0x7f.1.',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '[0:0:0:0:0:0:0:1]',
  '[::0001]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ｌｏｃａｌｈｏｓｔ',
  'anything.localhost',
];

describe('no connection is opened', () => {
  test.each(LITERALS)('to %s: %s', async (host, why) => {
    expect(await send(`https://${host}/`)).toEqual({ kind: 'blocked', reason: `address_${why}` });
    expect(sockets.opened).toBe(0);
  });

  test.each(NOTATIONS)('to this machine, written as %s', async (host) => {
    expect(await send(`https://${host}:${port()}/`, { ports: 'any' })).toEqual({
      kind: 'blocked',
      reason: 'address_loopback',
    });
    expect(await send(`http://${host}:${port()}/`, { ports: 'any', http: true })).toMatchObject({
      kind: 'blocked',
    });
    expect({ opened: sockets.opened, received }).toEqual({ opened: 0, received: 0 });
  });

  test.each([
    ['private.test', 'address_private'],
    ['private.test.', 'address_private'],
    ['PRIVATE.test', 'address_private'],
    ['loopback.test', 'address_loopback'],
    ['metadata.test', 'address_link_local'],
    ['mixed.test', 'address_private'],
    ['mixed-families.test', 'address_loopback'],
    ['mapped.test', 'address_translation'],
    ['nat64.test', 'address_translation'],
    ['bücher.test', 'address_private'],
    ['xn--bcher-kva.test', 'address_private'],
  ])('to %s, by what its name server says', async (host, reason) => {
    expect(await send(`https://${host}/`)).toEqual({ kind: 'blocked', reason });
    expect(sockets.opened).toBe(0);
  });

  test.each([['absent.test'], ['empty.test']])('to %s, which has no address', async (host) => {
    expect(await send(`https://${host}/`)).toEqual({ kind: 'failed', error: 'dns' });
    expect(sockets.opened).toBe(0);
  });

  test.each([
    'http://1.1.1.1/',
    'https://1.1.1.1:22/',
    'https://user:pass@1.1.1.1/',
    'ftp://1.1.1.1/',
    'https://',
  ])('for %s', async (url) => {
    expect(await send(url)).toMatchObject({ kind: 'blocked' });
    expect(sockets.opened).toBe(0);
  });
});

describe('names that change their address', () => {
  test('are looked up once, and the connection goes to what was checked', async () => {
    let asked = 0;
    const rebinding = await startNameServer(() => [asked++ < 2 ? '127.0.0.1' : '127.0.0.2']);
    const dialled: string[] = [];
    const result = await send(
      `http://rebind.test:${port()}/`,
      { loopback: true },
      {
        resolveName: createResolver({ servers: [rebinding.address] }),
        openSocket: (options) => {
          const socket = connect(options);
          socket.on('connect', () => dialled.push(socket.remoteAddress ?? ''));
          return socket;
        },
      },
    );
    rebinding.close();
    expect(result).toMatchObject({ kind: 'answered', statusCode: 200 });
    expect(rebinding.questions.toSorted()).toEqual(['rebind.test A', 'rebind.test AAAA']);
    expect(dialled).toEqual(['127.0.0.1']);
  });

  test('a socket that ends up elsewhere is cut off before anything is sent', async () => {
    const bytes: Buffer[] = [];
    const trap = createServer(
      (socket) => void socket.on('data', (chunk) => bytes.push(chunk)).on('error', () => {}),
    );
    trap.listen(0, '127.0.0.1');
    await once(trap, 'listening');
    const result = await send(
      'https://93.184.215.14/',
      {},
      {
        openSocket: () => connect((trap.address() as AddressInfo).port, '127.0.0.1'),
      },
    );
    expect(result).toEqual({ kind: 'blocked', reason: 'address_loopback' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bytes).toEqual([]);
    trap.close();
  });
});

test('a redirect into this machine is an answer, and not followed', async () => {
  const redirecting = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', () => {
        socket.end(
          `HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:${port()}/\r\ncontent-length: 0\r\n\r\n`,
        );
      });
  });
  redirecting.listen(0, '127.0.0.1');
  await once(redirecting, 'listening');
  const target = (redirecting.address() as AddressInfo).port;
  const result = await send(`http://127.0.0.1:${target}/`, { loopback: true });
  expect(result).toMatchObject({ kind: 'answered', statusCode: 307 });
  expect({ opened: sockets.opened, received }).toEqual({ opened: 1, received: 0 });
  redirecting.close();
});

test('what is allowed is called', async () => {
  expect(await send(`http://127.0.0.1:${port()}/`, { loopback: true })).toMatchObject({ statusCode: 200 });
  expect(received).toBe(1);
});
