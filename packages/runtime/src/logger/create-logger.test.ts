import { describe, expect, test } from 'vitest';
import { createLogger } from './create-logger.ts';
import { redactText, serializeError } from './serialize-error.ts';

function collect() {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { lines, logger: createLogger({ service: 'api', level: 'debug', destination }) };
}

describe('log lines', () => {
  test('have an ISO time, the name of the level and the service', () => {
    const { lines, logger } = collect();
    logger.info({ task: 1 }, 'hello');
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        service: 'api',
        pid: process.pid,
        task: 1,
        msg: 'hello',
      },
    ]);
  });

  test('leave out what is below the level', () => {
    const { lines, logger } = collect();
    logger.trace('no');
    expect(lines).toEqual([]);
  });

  test.each([
    'authorization',
    'Authorization',
    'cookie',
    'Set-Cookie',
    'password',
    'secret',
    'token',
    'operator_token',
    'OPERATOR_TOKEN',
    'api_key',
    'apiKey',
    'DATABASE_URL',
    'DATABASE_DIRECT_URL',
    'databaseReplicaUrl',
    'sasl',
    'input',
    'output',
    'metadata',
    'callback',
  ])('never show %s, at any depth', (name) => {
    const { lines, logger } = collect();
    logger.info({
      [name]: 'mark',
      a: { [name]: { b: 'mark' } },
      list: [{ deep: { [name]: ['mark'] } }],
      kept: 'kept',
    });
    expect(JSON.stringify(lines)).not.toContain('mark');
    expect(lines[0]).toMatchObject({ kept: 'kept', [name]: '[redacted]' });
  });

  test('leave the logged object as it is', () => {
    const { logger } = collect();
    const fields = { request: { authorization: 'mark' } };
    logger.info(fields);
    expect(fields).toEqual({ request: { authorization: 'mark' } });
  });

  test('redact the bindings of a child logger', () => {
    const { lines, logger } = collect();
    logger.child({ token: 'mark', input: 'mark', component: 'x' }).info('hello');
    expect(lines[0]).toMatchObject({ token: '[redacted]', input: '[redacted]', component: 'x' });
  });

  test('show an error, also as the only argument or below another name, without its fields', () => {
    const { lines, logger } = collect();
    const error = Object.assign(new Error('boom'), { code: '23505', detail: 'mark', parameters: ['mark'] });
    logger.error({ err: error, other: error });
    logger.error(error);
    expect(JSON.stringify(lines)).not.toContain('mark');
    for (const line of lines)
      expect(line).toMatchObject({ err: { type: 'Error', message: 'boom', code: '23505' } });
    expect(lines[0]).toMatchObject({ other: { message: 'boom' } });
  });

  test('survive a cycle', () => {
    const { lines, logger } = collect();
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    logger.info({ cycle }, 'still here');
    expect(lines).toHaveLength(1);
  });
});

describe('errors', () => {
  test('show the frames of their stack, and causes up to three levels', () => {
    const at = (depth: number): Error =>
      new Error(`level ${depth}`, depth === 9 ? {} : { cause: at(depth + 1) });
    const shown = serializeError(at(0));
    expect(shown.stack).toMatch(/^ {4}at /);
    expect(shown.stack).not.toContain('level 0');
    expect(shown.cause?.cause?.cause).toMatchObject({ message: 'level 3' });
    expect(shown.cause?.cause?.cause?.cause).toBeUndefined();
  });

  test('do not quote what could not be parsed', () => {
    let caught: unknown;
    try {
      JSON.parse('{"prompt": secret}');
    } catch (error) {
      caught = error;
    }
    expect(JSON.stringify(serializeError(caught))).not.toContain('secret');
  });

  test('do not show what is no error', () => {
    expect(serializeError('secret')).toEqual({
      type: 'string',
      message: expect.not.stringContaining('secret'),
    });
  });

  test('have a limited message', () => {
    expect(serializeError(new Error('x'.repeat(10_000))).message).toHaveLength(1000);
  });
});

test.each([
  [
    'connect to postgres://user:pa55@host:5432/db failed',
    'connect to postgres://[redacted]@host:5432/db failed',
  ],
  ['GET https://example.com/hook?token=1&b=2 failed', 'GET https://example.com/hook?[redacted] failed'],
  ['key sk-0123456789abcdefghijABCDEF123456 is not known', 'key sk-[redacted] is not known'],
  ['nothing to hide: 1/2?', 'nothing to hide: 1/2?'],
])('redactText %#', (text, shown) => {
  expect(redactText(text)).toBe(shown);
});

test('redactText takes long texts in a time that only a quadratic search misses', () => {
  for (const filler of ['a', '://', 'a://', '@', '?', 'a.b+', 'sk-']) {
    const started = performance.now();
    redactText(filler.repeat(1_000_000 / filler.length));
    expect(performance.now() - started).toBeLessThan(10_000);
  }
});
