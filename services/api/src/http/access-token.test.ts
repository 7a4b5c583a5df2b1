import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { accessTokensOf, takeAccessToken } from './access-token.ts';

it.each([
  ['/v1/tasks', '/v1/tasks', []],
  ['/v1/tasks?limit=1', '/v1/tasks?limit=1', []],
  ['/v1/tasks?access_token=tft_a', '/v1/tasks', ['tft_a']],
  ['/v1/tasks?a=%20&access_token=tft_a&b=', '/v1/tasks?a=%20&b=', ['tft_a']],
  ['/v1/tasks?access_token=a&access_token=b', '/v1/tasks', ['a', 'b']],
  ['/v1/tasks?access_token', '/v1/tasks', ['']],
  ['/v1/tasks?metadata[access_token]=x', '/v1/tasks?metadata[access_token]=x', []],
  ['/access_token=x', '/access_token=x', []],
])('%s', (url, rest, found) => {
  const request = new IncomingMessage(new Socket());
  expect(takeAccessToken(request, url)).toBe(rest);
  expect(accessTokensOf(request)).toEqual(found);
});
