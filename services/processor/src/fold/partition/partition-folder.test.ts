import { afterEach, describe, expect, test, vi } from 'vitest';
import { STUB_CONTEXT, stubBatch, stubFolder, stubLastRecord } from '../../testing/stub-folder.ts';
import { Halt } from '../failures/halt.ts';

const ASSIGNED = new AbortController().signal;

/** A folder that was assigned a partition of which everything below 6 is folded, and 5 is to be verified. */
async function assigned() {
  const stub = stubFolder();
  stub.row = { nextOffset: 6, nextPosition: 6, writer: 'another' };
  stub.lastRecord = stubLastRecord(5);
  stub.log = { low: 0, high: 10 };
  await stub.folder.assign(ASSIGNED);
  return stub;
}

test('verifies the last record, and folds what comes behind it', async () => {
  const { folder, seeks, chunks } = await assigned();
  expect(seeks).toEqual([5]);
  await folder.fold(stubBatch(5, [5, 6, 7], 8), STUB_CONTEXT);
  expect(chunks).toMatchObject([{ from: 5, nextOffset: 8 }]);
  expect(folder.reached().nextOffset).toBe(8);
});

test('takes control records for no hole', async () => {
  const { folder, seeks, chunks } = await assigned();
  await folder.fold(stubBatch(5, [5], 6), STUB_CONTEXT);
  await folder.fold(stubBatch(6, [9], 10), STUB_CONTEXT);
  expect(chunks).toMatchObject([{ from: 6, nextOffset: 10 }]);
  expect(seeks).toEqual([5]);
});

describe('a batch from above what was asked for', () => {
  test('is left, and sought back', async () => {
    const { folder, seeks, chunks } = await assigned();
    await folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    expect(seeks).toEqual([5, 5]);
    expect(chunks).toEqual([]);
    await folder.fold(stubBatch(5, [5, 6], 7), STUB_CONTEXT);
    expect(chunks).toMatchObject([{ nextOffset: 7 }]);
  });

  test('that comes again and again halts: the log has nothing there', async () => {
    const { folder, chunks } = await assigned();
    const again = async () => {
      for (let time = 0; time < 10; time++) await folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    };
    await expect(again()).rejects.toThrow(/goes on at offset 8 when it is asked for 5/);
    expect(chunks).toEqual([]);
  });

  test('halts where the log has lost what comes next', async () => {
    const stub = await assigned();
    stub.log = { low: 8, high: 10 };
    await stub.folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    const second = stub.folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    await expect(second).rejects.toThrow(expect.objectContaining({ reason: 'lost' }));
  });

  test('is what comes next where another process has folded what the log has lost', async () => {
    const stub = await assigned();
    stub.log = { low: 8, high: 10 };
    stub.row = { nextOffset: 8, nextPosition: 8, writer: 'another' };
    await stub.folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    await stub.folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    expect(stub.seeks.at(-1)).toBe(8);
    await stub.folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    expect(stub.chunks).toMatchObject([{ from: 8, nextOffset: 10 }]);
  });
});

test('folds nothing above a row that a fail-over took back, though the log no longer holds it', async () => {
  const stub = await assigned();
  stub.row = { nextOffset: 0, nextPosition: 0, writer: null };
  stub.log = { low: 3, high: 10 };
  await stub.folder.fold(stubBatch(4, [4], 5), STUB_CONTEXT);
  expect(stub.seeks.at(-1)).toBe(0);
  const again = async () => {
    for (let time = 0; time < 3; time++) await stub.folder.fold(stubBatch(3, [3, 4, 5], 6), STUB_CONTEXT);
  };
  await expect(again()).rejects.toThrow(Halt);
  expect(stub.chunks).toEqual([]);
});

describe('a database that has lost commits', () => {
  test('is noticed by its row although no further batch comes', async () => {
    const stub = await assigned();
    await stub.folder.fold(stubBatch(5, [5, 6, 7], 8), STUB_CONTEXT);
    stub.folder.sawRow(8);
    stub.folder.sawRow(9);
    expect(stub.seeks).toEqual([5]);
    stub.row = { nextOffset: 6, nextPosition: 6, writer: 'another' };
    stub.folder.sawRow(6);
    expect(stub.wentBack).toEqual([[8, 6]]);
    expect(stub.seeks).toEqual([5, 6]);
    await stub.folder.fold(stubBatch(6, [6, 7], 8), STUB_CONTEXT);
    expect(stub.chunks.at(-1)).toMatchObject({ from: 6, nextOffset: 8 });
    expect(stub.folder.reached().nextOffset).toBe(8);
  });

  test('is noticed at an assignment by what the group notes', async () => {
    const stub = stubFolder();
    stub.row = { nextOffset: 6, nextPosition: 6, writer: 'another' };
    stub.log = { low: 0, high: 10 };
    await stub.folder.assign(ASSIGNED, 0, 6);
    expect(stub.wentBack).toEqual([]);
    await stub.folder.assign(ASSIGNED, 0, 9);
    expect(stub.wentBack).toEqual([[9, 6]]);
    expect(stub.seeks).toEqual([6, 6]);
  });
});

describe('a batch that was fetched before others folded more than the log held then', () => {
  async function overtaken() {
    const stub = await assigned();
    stub.row = { nextOffset: 14, nextPosition: 14, writer: 'another' };
    stub.log = { low: 0, high: 16 };
    await stub.folder.fold(stubBatch(5, [5, 6, 7], 8), STUB_CONTEXT);
    expect(stub.folder.reached().nextOffset).toBe(14);
    return stub;
  }

  test('is passed by, since the log goes on', async () => {
    const stub = await overtaken();
    stub.lastRecord = stubLastRecord(13);
    await stub.folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    expect(stub.folder.reached().nextOffset).toBe(14);
    expect(stub.seeks).toEqual([5, 13]);
    await stub.folder.fold(stubBatch(13, [13, 14, 15], 16), STUB_CONTEXT);
    expect(stub.chunks).toMatchObject([{ nextOffset: 16 }]);
  });

  test('halts where the log ends below what they folded', async () => {
    const stub = await overtaken();
    stub.log = { low: 0, high: 12 };
    const fold = stub.folder.fold(stubBatch(8, [8, 9], 10), STUB_CONTEXT);
    await expect(fold).rejects.toThrow(expect.objectContaining({ reason: 'truncated' }));
    expect(stub.chunks).toEqual([]);
  });
});

describe('a batch from below what comes next that reaches beyond it', () => {
  const RECORDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  async function foldedUpTo8() {
    const stub = await assigned();
    await stub.folder.fold(stubBatch(5, [5, 6, 7], 8), STUB_CONTEXT);
    stub.row = { nextOffset: 8, nextPosition: 8, writer: 'another' };
    return stub;
  }

  test('is folded where the log is still the one that was folded', async () => {
    const stub = await foldedUpTo8();
    stub.lastRecord = stubLastRecord(7);
    await stub.folder.fold(stubBatch(0, RECORDS, 10), STUB_CONTEXT);
    expect(stub.chunks.at(-1)).toMatchObject({ nextOffset: 10 });
    expect(stub.folder.reached().nextOffset).toBe(10);
  });

  test('halts where the log has become another one meanwhile, and folds nothing of it', async () => {
    const stub = await foldedUpTo8();
    stub.lastRecord = { offset: 7, hash: 'of what lay there' };
    const before = stub.chunks.length;
    const folding = stub.folder.fold(stubBatch(0, RECORDS, 10), STUB_CONTEXT);
    await expect(folding).rejects.toThrow(expect.objectContaining({ reason: 'recreated' }));
    expect(stub.chunks).toHaveLength(before);
  });
});

describe('a batch from far below what comes next', () => {
  test('is sought past without a transaction for any of it', async () => {
    const stub = await assigned();
    await stub.folder.fold(stubBatch(5, [5, 6, 7], 8), STUB_CONTEXT);
    stub.lastRecord = stubLastRecord(7);
    const before = stub.transactions();
    await stub.folder.fold(stubBatch(0, [0, 1, 2], 3), STUB_CONTEXT);
    expect(stub.transactions()).toBe(before);
    expect(stub.seeks).toEqual([5, 7]);
    await stub.folder.fold(stubBatch(7, [7, 8], 9), STUB_CONTEXT);
    expect(stub.folder.reached().nextOffset).toBe(9);
  });

  test('halts where the log has become another one meanwhile', async () => {
    const stub = await assigned();
    await stub.folder.fold(stubBatch(5, [5, 6, 7], 8), STUB_CONTEXT);
    stub.lastRecord = { offset: 7, hash: 'of what lay there' };
    await stub.folder.fold(stubBatch(0, [0, 1, 2], 3), STUB_CONTEXT);
    const fold = stub.folder.fold(stubBatch(7, [7, 8], 9), STUB_CONTEXT);
    await expect(fold).rejects.toThrow(expect.objectContaining({ reason: 'recreated' }));
  });

  test('is sought past once, though control records alone lie behind the last record', async () => {
    const stub = await assigned();
    stub.row = { nextOffset: 9, nextPosition: 6, writer: 'another' };
    await stub.folder.fold(stubBatch(5, [5], 6), STUB_CONTEXT);
    expect(stub.folder.reached().nextOffset).toBe(9);
    await stub.folder.fold(stubBatch(6, [], 7), STUB_CONTEXT);
    await stub.folder.fold(stubBatch(5, [5], 6), STUB_CONTEXT);
    expect(stub.seeks).toEqual([5, 5, 9]);
  });
});

describe('a batch that ends where the log cannot be decoded', () => {
  const broken = { undecodable: { offset: 8, reason: 'The batch is torn.' } };

  test('is folded up to there, and halts', async () => {
    const stub = await assigned();
    const fold = stub.folder.fold({ ...stubBatch(5, [5, 6, 7], 8), ...broken }, STUB_CONTEXT);
    await expect(fold).rejects.toThrow(
      expect.objectContaining({
        reason: 'undecodable',
        message: expect.stringMatching(/from offset 8 on: The batch is torn\./),
      }),
    );
    expect(stub.chunks).toMatchObject([{ nextOffset: 8 }]);
    expect(stub.folder.reached().nextOffset).toBe(8);
  });

  test('is passed by where another process has folded more', async () => {
    const stub = await assigned();
    stub.row = { nextOffset: 9, nextPosition: 9, writer: 'another' };
    await stub.folder.fold({ ...stubBatch(5, [5, 6, 7], 8), ...broken }, STUB_CONTEXT);
    await stub.folder.fold(stubBatch(9, [9], 10), STUB_CONTEXT);
    expect(stub.chunks).toMatchObject([{ nextOffset: 10 }]);
  });
});

test('an assignment that another one has followed seeks nowhere', async () => {
  const stub = stubFolder();
  await expect(stub.folder.assign(AbortSignal.abort())).rejects.toThrow();
  expect(stub.seeks).toEqual([]);
});

describe('progress', () => {
  afterEach(() => void vi.useRealTimers());

  /** The time that passes while a partition does not get on, as its folder tells it. */
  async function standing() {
    vi.useFakeTimers({ toFake: ['performance'] });
    const stub = await assigned();
    const stoodMs = () => performance.now() - stub.folder.reached().progressAt;
    vi.advanceTimersByTime(1000);
    return { folder: stub.folder, stub, stoodMs };
  }

  test('is not to be assigned again, nor to see again what is folded', async () => {
    const { folder, stoodMs } = await standing();
    await folder.assign(ASSIGNED);
    await folder.fold(stubBatch(5, [5], 6), STUB_CONTEXT);
    expect(stoodMs()).toBe(1000);
    await folder.fold(stubBatch(6, [6], 7), STUB_CONTEXT);
    expect(stoodMs()).toBe(0);
  });

  test('is what another process has made, and none is missed while another has the partition', async () => {
    const { folder, stub, stoodMs } = await standing();
    await folder.assign(ASSIGNED, 400);
    expect(stoodMs()).toBe(600);
    stub.row = { ...stub.row, nextOffset: 8 };
    await folder.assign(ASSIGNED);
    expect(stoodMs()).toBe(0);
  });

  test('is to have nothing to do', async () => {
    const { folder, stub, stoodMs } = await standing();
    stub.log = { low: 0, high: 6 };
    await folder.assign(ASSIGNED);
    expect(stoodMs()).toBe(0);
  });
});
