import { expect, it } from 'vitest';
import { originForm } from './origin-form.ts';

it.each([
  ['/a?b', '/a?b'],
  ['//a', '//a'],
  ['http://host/a?b', '/a?b'],
  ['HTTPS://user:pass@host:1/a', '/a'],
  ['http://host', '/'],
  ['http://host?b', '/?b'],
  ['http://[::1', '/'],
  ['http://', '/'],
  ['*', '/*'],
  ['host:443', '/host:443'],
])('%s becomes %s', (target, expected) => {
  expect(originForm(target)).toBe(expected);
});
