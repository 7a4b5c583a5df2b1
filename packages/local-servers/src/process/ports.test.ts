import { expect, test } from 'vitest';
import { choosePort } from './ports.ts';

test('ports chosen at the same time differ and lie below those of outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => choosePort(undefined)));
  expect(new Set(ports).size).toBe(ports.length);
  expect(ports.every((port) => port >= 20_000 && port < 32_768)).toBe(true);
});
