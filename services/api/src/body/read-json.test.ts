import { cancelTaskBody, createKeyBody, rotateKeyBody } from '@taskfold/contract';
import { expect, it } from 'vitest';
import { readJson } from './read-json.ts';

it.each(['', 'null', ' null\n', '{}', '\ufeff{}', '{"reason":null}'])('reads %j as no reason', (text) => {
  expect(readJson(cancelTaskBody, Buffer.from(text)).reason ?? null).toBe(null);
});

it('reads a null as what is not given', () => {
  expect(readJson(rotateKeyBody, Buffer.from('{"grace_seconds":null}'))).toEqual({ grace_seconds: null });
  const key = '{"name":"a","scopes":["tasks:read"],"project_id":null,"expires_at":null}';
  expect(readJson(createKeyBody, Buffer.from(key))).toMatchObject({ project_id: null, expires_at: null });
});

it.each(['{', ' ', 'nul', '{"reason":}', '\u0000'])('refuses %j', (text) => {
  expect(() => readJson(cancelTaskBody, Buffer.from(text))).toThrow(
    expect.objectContaining({ code: 'malformed_json' }),
  );
});

it('refuses bytes that are not UTF-8', () => {
  expect(() => readJson(cancelTaskBody, Buffer.from('{"reason":"é"}', 'latin1'))).toThrow(
    expect.objectContaining({ code: 'malformed_json' }),
  );
});

it.each([
  ...['[]', '7', '"a"', '{"reason":7}', '{"why":1}', '{"reason":"a","reason":"b"}'],
  `{"reason":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
])('takes %.40j for no body of the route', (text) => {
  expect(() => readJson(cancelTaskBody, Buffer.from(text))).toThrow(
    expect.objectContaining({ code: 'invalid_request' }),
  );
});
