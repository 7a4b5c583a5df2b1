import { describe, expect, test } from 'vitest';
import { createCallbackRules } from './callback-rules.ts';
import { networkList } from './network-list.ts';

const rules = createCallbackRules();
const https = { protocol: 'https:', hostname: 'hooks.example', port: '' };

describe('checkUrl', () => {
  test.each([
    ['https://hooks.example/a?b=c#d'],
    ['https://hooks.example:8443/'],
    ['https://hooks.example:443/'],
    ['https://xn--bcher-kva.example/'],
    ['https://bücher.example/'],
  ])('allows %s', (url) => {
    expect(rules.checkUrl(url).kind).toBe('url');
  });

  test.each([
    ['', 'invalid_url'],
    ['hooks.example', 'invalid_url'],
    ['https://', 'invalid_url'],
    ['https://hooks.example:99999/', 'invalid_url'],
    ['https://999.1.1.1/', 'invalid_url'],
    ['https://[fe80::1%25eth0]/', 'invalid_url'],
    ['https://hooks example/', 'invalid_url'],
    ['http://hooks.example/', 'scheme'],
    ['ftp://hooks.example/', 'scheme'],
    ['file:///etc/passwd', 'invalid_url'],
    ['gopher://hooks.example/', 'scheme'],
    ['javascript:alert(1)', 'invalid_url'],
    ['https://user@hooks.example/', 'user_info'],
    ['https://user:pass@hooks.example/', 'user_info'],
    ['https://hooks.example:80/', 'port'],
    ['https://hooks.example:22/', 'port'],
    ['https://hooks.example:0/', 'port'],
  ])('refuses %s: %s', (url, reason) => {
    expect(rules.checkUrl(url)).toEqual({ kind: 'blocked', reason });
  });
});

describe('checkAddresses', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700::1',
    '2a00:1450:4001::200e',
  ])('allows %s', (address) => {
    expect(rules.checkAddresses(https, [address])).toBeNull();
  });

  test('one that is refused refuses the others, wherever it stands; none at all is refused', () => {
    expect(rules.checkAddresses(https, ['1.1.1.1', '10.0.0.1'])).toBe('address_private');
    expect(rules.checkAddresses(https, ['::1', '1.1.1.1'])).toBe('address_loopback');
    expect(rules.checkAddresses(https, [])).toBe('no_address');
  });

  test.each(['', 'hooks.example', '1.1.1', '010.0.0.1', 'fe80::1%eth0', '::1%lo', '1.1.1.1 ', '[::1]'])(
    'refuses %j, which is no address',
    (address) => {
      expect(rules.checkAddresses(https, [address])).toBe('address_invalid');
    },
  );
});

test('an IPv4 address within IPv6 is not that IPv4 address, however it is within', () => {
  expect(rules.checkAddresses(https, ['::ffff:8.8.8.8'])).toBe('address_translation');
  expect(rules.checkAddresses(https, ['::8.8.8.8'])).toBe('address_reserved');
  const mapped = createCallbackRules({ networks: ['::ffff:10.0.0.0/104', '10.0.0.0/8'] });
  expect(mapped.checkAddresses(https, ['::ffff:10.1.2.3', '10.1.2.3'])).toBeNull();
  expect(mapped.checkAddresses(https, ['::10.1.2.3'])).toBe('address_reserved');
});

describe('what is allowed beside that', () => {
  test('networks', () => {
    const inner = createCallbackRules({ networks: ['10.1.0.0/16', 'fd00::/8'] });
    expect(inner.checkAddresses(https, ['10.1.2.3', 'fd00::5', '1.1.1.1'])).toBeNull();
    expect(inner.checkAddresses(https, ['10.2.0.1'])).toBe('address_private');
    expect(inner.checkAddresses(https, ['::ffff:10.1.2.3'])).toBe('address_translation');
  });

  test('plain http, with its port, and other ports', () => {
    expect(createCallbackRules({ http: true }).checkUrl('http://hooks.example/').kind).toBe('url');
    expect(createCallbackRules({ http: true }).checkUrl('http://hooks.example:8080/').kind).toBe('blocked');
    expect(createCallbackRules({ ports: [9443] }).checkUrl('https://hooks.example:9443/').kind).toBe('url');
    expect(createCallbackRules({ ports: 'any' }).checkUrl('https://hooks.example:1/').kind).toBe('url');
  });

  test('on loopback any port and plain http, and nowhere else', () => {
    const local = createCallbackRules({ loopback: true });
    const origin = { protocol: 'http:', hostname: 'x', port: '9000' };
    expect(local.checkUrl('http://localhost:9000/').kind).toBe('url');
    expect(local.checkUrl('ftp://localhost:9000/').kind).toBe('blocked');
    expect(local.checkAddresses(origin, ['127.0.0.1', '::1'])).toBeNull();
    expect(local.checkAddresses(origin, ['127.0.0.1', '1.1.1.1'])).toBe('not_loopback');
    expect(local.checkAddresses(origin, ['1.1.1.1'])).toBe('not_loopback');
    expect(local.checkAddresses(https, ['1.1.1.1'])).toBeNull();
    expect(local.checkAddresses(https, ['10.0.0.1'])).toBe('address_private');
  });

  test.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/129', 'x/8', '10.0.0/8', '10.0.0.0/-1'])(
    '%s is no network',
    (text) => {
      expect(() => networkList([text])).toThrow(RangeError);
    },
  );
});
