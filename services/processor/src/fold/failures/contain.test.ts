import type { Decoded, LogRecord } from '@taskfold/kafka';
import { describe, expect, it } from 'vitest';
import { contained, rejectionOf } from './contain.ts';

const SECRET = 'sk-of-a-tenant';

const record: LogRecord = {
  topic: 'events',
  partition: 0,
  offset: 5,
  timestampMs: Date.UTC(2026, 10, 24),
  key: Buffer.from('task_1'),
  value: Buffer.from(SECRET),
  headers: {},
};
const fine: Decoded = {
  kind: 'rejected',
  code: 'invalid_json',
  message: 'The value is not JSON.',
  tenantId: null,
  taskId: null,
};

describe('a decoder that is contained', () => {
  it('answers as the decoder does', () => {
    expect(contained(() => fine)(record)).toBe(fine);
  });

  it.each([
    ['an error', new TypeError(`no ${SECRET}`)],
    ['an error with lines like those of a stack', new Error(`x\n    at ${SECRET} (${SECRET}.ts:1:2)`)],
    ['an error whose name is data', Object.assign(new Error('x'), { name: `${SECRET} ${SECRET}` })],
    ['an error without a stack', Object.assign(new Error(SECRET), { stack: undefined })],
    ['a text', SECRET],
    ['nothing', undefined],
  ])('makes a dead letter of %s that it throws, and shows nothing of the data', (_name, thrown) => {
    const decoded = contained(() => {
      throw thrown;
    })(record);
    expect(decoded).toMatchObject({
      kind: 'rejected',
      code: 'undecodable',
      tenantId: null,
      taskId: 'task_1',
    });
    expect(JSON.stringify(decoded)).not.toContain(SECRET);
    expect(decoded.kind === 'rejected' && decoded.message.length).toBeLessThan(300);
  });

  it('says where it was thrown', () => {
    const decoded = contained(() => {
      throw new RangeError('x');
    })(record);
    expect(decoded).toMatchObject({
      message: expect.stringMatching(/RangeError in contain\.test\.ts, line \d+/),
    });
  });

  it.each([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, Number.NaN, 253_402_300_800_000])(
    'takes %d ms for no time of a record',
    (timestampMs) => {
      const decoded = contained(() => fine)({ ...record, timestampMs });
      expect(decoded).toMatchObject({ code: 'undecodable', message: expect.stringContaining('is none') });
    },
  );

  it.each([null, Buffer.alloc(2000, 'a'), Buffer.from([0xff, 0]), Buffer.alloc(0)])(
    'names no task by a key that is no id: %s',
    (key) => {
      const decoded = contained(() => {
        throw new Error('x');
      })({ ...record, key });
      expect(decoded).toMatchObject({ taskId: null });
    },
  );
});

it('a fold that fails is told of without what it was about', () => {
  const verdict = rejectionOf({ tenantId: 'acme', taskId: 'task_1' }, new TypeError(SECRET));
  expect(verdict).toMatchObject({ code: 'fold_failed', tenantId: 'acme', taskId: 'task_1' });
  expect(verdict.message).not.toContain(SECRET);
});
