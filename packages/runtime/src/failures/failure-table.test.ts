import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { FAILURES, type FailureKind, failureKind, failureOf, isSqlState } from './failure-table.ts';

const withCode = (code: string) => Object.assign(new Error('failed'), { code });

/** Every class of SQLSTATEs that PostgreSQL has (its appendix A), and what stands apart from its class. */
const SQLSTATES: Readonly<Record<FailureKind, readonly string[]>> = {
  away: [
    ...['08000', '08001', '08003', '08004', '08006', '08007', '08P01', '25006'],
    ...['57000', '57P01', '57P02', '57P03', '57P05', '58000', '58030'],
  ],
  full: ['53000', '53100', '53200', '53300', '53400'],
  slow: ['25P03', '25P04', '55P03', '57014'],
  conflict: ['40000', '40001', '40002', '40003', '40P01'],
  refused: ['28000', '28P01', '3D000', '57P04'],
  record: ['22000', '22001', '22003', '22021', '22P05', '54000', '54001', '54011', '54023'],
  wrong: [
    ...['00000', '01000', '02000', '03000', '09000', '0A000', '0B000', '0F000', '0L000', '0P000', '0Z000'],
    ...['10608', '20000', '21000', '23000', '23502', '23503', '23505', '23514', '24000', '25000', '25001'],
    ...['25P02', '26000', '27000', '2B000', '2D000', '2F000', '34000', '38000', '39000', '3B000', '3F000'],
    ...['42000', '42501', '42601', '42703', '42883', '42P01', '44000', '55000', '55006', '58P01', '58P02'],
    ...['72000', 'F0000', 'HV000', 'P0000', 'P0001', 'XX000', 'XX001', 'XX002'],
  ],
  unknown: [],
};
const CLASSES =
  '00 01 02 03 08 09 0A 0B 0F 0L 0P 0Z 10 20 21 22 23 24 25 26 27 28 2B 2D 2F 34 38 39 3B 3D 3F 40 42 44 53 54 55 57 58 72 F0 HV P0 XX';

describe('the kind of a failure', () => {
  it.each(Object.entries(SQLSTATES).flatMap(([kind, codes]) => codes.map((code) => [code, kind])))(
    'SQLSTATE %s is %s',
    (code, kind) => {
      expect(isSqlState(code)).toBe(true);
      expect(failureKind(withCode(code))).toBe(kind);
    },
  );

  it('is looked at for every class of SQLSTATEs', () => {
    const classes = new Set(
      Object.values(SQLSTATES)
        .flat()
        .map((code) => code.slice(0, 2)),
    );
    expect([...classes].sort()).toEqual(CLASSES.split(' ').sort());
  });

  it.each([
    ['ECONNREFUSED', 'away'],
    ['ECONNABORTED', 'away'],
    ['ENETDOWN', 'away'],
    ['EPIPE', 'away'],
    ['EMFILE', 'full'],
    ['EACCES', 'unknown'],
    ['ENOENT', 'unknown'],
    ['CERT_HAS_EXPIRED', 'unknown'],
    ['', 'unknown'],
  ] as const)("Node's %s is %s", (code, kind) => {
    expect(failureKind(withCode(code))).toBe(kind);
  });

  it('knows a socket of this machine that is not there from another missing file', () => {
    expect(failureKind(Object.assign(withCode('ENOENT'), { syscall: 'connect' }))).toBe('away');
    expect(failureKind(Object.assign(withCode('ENOENT'), { syscall: 'open' }))).toBe('unknown');
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout expired',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Query read timeout',
  ])('knows a broken connection by what pg says of it: %s', (message) => {
    expect(failureKind(new Error(message))).toBe('away');
  });

  it('knows a failure to connect that is said for people, whatever its code', () => {
    expect(failureKind(Object.assign(withCode('CERT_HAS_EXPIRED'), { name: 'ConnectionFault' }))).toBe(
      'refused',
    );
  });

  it('does not know what is no error, or an error without a mark', () => {
    expect(failureKind('text')).toBe('unknown');
    expect(failureKind(undefined)).toBe('unknown');
    expect(failureKind(new Error('a task was removed while it was folded'))).toBe('unknown');
  });

  it.each([TypeError, RangeError, SyntaxError, URIError])(
    'looks for the record that makes this program throw: %s',
    (Kind) => {
      expect(failureKind(new Kind('undefined is not a function'))).toBe('record');
    },
  );
});

describe('what is done about a failure', () => {
  it('halts and answers with an error of our own where it is not known to pass or to be of one record', () => {
    for (const kind of ['wrong', 'unknown'] as const) {
      expect(FAILURES[kind]).toMatchObject({ partition: 'systemic', answer: 'internal_error' });
    }
  });

  it('says the same of it to those who ask and to those who fold', () => {
    for (const { partition, answer, migrationWaits } of Object.values(FAILURES)) {
      expect(partition === 'transient').toBe(answer !== 'internal_error');
      if (migrationWaits) expect(partition).toBe('transient');
    }
  });

  it.each([
    ['53100', 'transient', 'service_unavailable'],
    ['57P01', 'transient', 'service_unavailable'],
    ['57P04', 'transient', 'service_unavailable'],
    ['40P01', 'transient', 'service_unavailable'],
    ['55P03', 'transient', 'timeout'],
    ['25P04', 'transient', 'timeout'],
    ['22P05', 'record', 'internal_error'],
    ['42P01', 'systemic', 'internal_error'],
  ] as const)('%s: a partition takes it as %s, a client is told %s', (code, partition, answer) => {
    expect(failureOf(withCode(code))).toMatchObject({ partition, answer });
  });

  it.each([...['08006', '57P01', '57P03', '53300', '28P01', '3D000', 'ECONNREFUSED', 'EPIPE']])(
    'ends the use of a replica that fails with %s',
    (code) => expect(failureOf(withCode(code)).endsReplica).toBe(true),
  );

  it.each(['40001', '57014', '42P01', '22003'])('asks a replica on after %s, of one statement', (code) =>
    expect(failureOf(withCode(code)).endsReplica).toBe(false),
  );

  it('tells what the driver says of a replica from what reading an answer says', () => {
    expect(failureOf(new Error('Query read timeout')).endsReplica).toBe(true);
    expect(failureOf(new RangeError('1e400 is too large for a number')).endsReplica).toBe(false);
  });

  it.each(['57P01', '57P02', '57P03', '53300'])('has a migration wait for a server that says %s', (code) =>
    expect(failureOf(withCode(code)).migrationWaits).toBe(true),
  );

  it.each(['28P01', '3D000', '42501'])('has no migration wait for a server that says %s', (code) =>
    expect(failureOf(withCode(code)).migrationWaits).toBe(false),
  );
});

test('the page on the architecture shows the table as it is', async () => {
  const page = await readFile(new URL('../../../../docs/architecture.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\|[^|]+\| (\w[\w ]*?) +\| `(\w+)` +\|$/gm)].map(
    ([, kind, partition, answer]) => ({ kind, partition, answer }),
  );
  const words = { transient: 'waits', record: 'finds the record', systemic: 'halts' };
  expect(rows).toEqual(
    Object.entries(FAILURES).map(([kind, { partition, answer }]) => ({
      kind,
      partition: words[partition],
      answer,
    })),
  );
});
