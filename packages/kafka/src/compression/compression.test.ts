import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_DECOMPRESSED_BYTES } from './bounds.ts';
import { COMPRESSIONS, compress, decompress } from './compression.ts';
import { compressLz4 } from './lz4.ts';
import { compressSnappy } from './snappy.ts';

const CODECS = COMPRESSIONS.filter((name) => name !== 'none');
const text = Buffer.from('{"text":"abc"} '.repeat(1000));
const anything = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 1000 }),
      fc.nat(5000).map((length) => new Uint8Array(length)),
    ),
  )
  .map((parts) => Buffer.concat(parts));

describe.each(CODECS)('%s', (codec) => {
  test('gives back what was compressed', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        expect(await decompress(codec, await compress(codec, bytes))).toEqual(bytes);
      }),
    );
  });

  test('says of whatever else that it is damaged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (soup) => {
        const inflated = (async () => decompress(codec, Buffer.from(soup)))();
        await inflated.catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'DamagedCompression' });
        });
      }),
    );
    const cut = (await compress(codec, text)).subarray(0, -6);
    await expect((async () => decompress(codec, cut))()).rejects.toMatchObject({
      name: 'DamagedCompression',
    });
  });
});

const framed = (...blocks: Buffer[]) =>
  Buffer.concat([
    Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]),
    ...blocks.flatMap((block) => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(block.length);
      return [size, block];
    }),
  ]);

test('snappy in frames of several blocks, and of several streams', async () => {
  const blocks = [text.subarray(0, 5000), text.subarray(5000, 5001), text.subarray(5001)].map(compressSnappy);
  expect(await decompress('snappy', framed(...blocks))).toEqual(text);
  const streams = Buffer.concat(blocks.map((block) => framed(block)));
  expect(await decompress('snappy', streams)).toEqual(text);
  await expect((async () => decompress('snappy', framed(...blocks).subarray(0, -1)))()).rejects.toThrow(
    'cut off',
  );
});

describe('LZ4 frames as the reference implementation writes them', () => {
  // `printf '<24 times "taskfold">' | lz4 -c` with these options.
  test.each([
    ['-BD', 'BCJNGGRApxIAAACPdGFza2ZvbGQIAKBQa2ZvbGQAAAAAKbWJ5g=='],
    ['-B4 -BX --content-size', 'BCJNGHxAwAAAAAAAAAA1EgAAAI90YXNrZm9sZAgAoFBrZm9sZDPWjAAAAAAAKbWJ5g=='],
    ['--no-frame-crc', 'BCJNGGBAghIAAACPdGFza2ZvbGQIAKBQa2ZvbGQAAAAA'],
  ])('%s', async (_, base64) => {
    expect(String(await decompress('lz4', Buffer.from(base64, 'base64')))).toBe('taskfold'.repeat(24));
  });

  test('one after another, with others between that are to be skipped', async () => {
    const skippable = Buffer.from('502a4d1804000000aabbccdd', 'hex');
    const frame = compressLz4(text);
    expect(await decompress('lz4', Buffer.concat([skippable, frame, skippable, frame]))).toEqual(
      Buffer.concat([text, text]),
    );
  });
});

test('zstd in several frames, and without a size', async () => {
  const frame = zlib.zstdCompressSync(text, { params: { [zlib.constants.ZSTD_c_contentSizeFlag]: 0 } });
  expect(await decompress('zstd', Buffer.concat([frame, frame]))).toEqual(Buffer.concat([text, text]));
});

describe('more than is read', () => {
  const zeros = Buffer.alloc(4 * 1024 * 1024);
  test.each([
    ['gzip', () => Buffer.concat(Array(33).fill(zlib.gzipSync(zeros)))],
    ['zstd', () => zstdOfZeros(MAX_DECOMPRESSED_BYTES + 1)],
    ['zstd in several frames', () => Buffer.concat([zstdOfZeros(2 ** 26), zstdOfZeros(2 ** 26 + 1)])],
    // What is said of the size suffices: nothing is decompressed.
    ['snappy', () => Buffer.from([0x81, 0x80, 0x80, 0x40, 0])],
    ['lz4', () => lz4OfZeros(MAX_DECOMPRESSED_BYTES + 1)],
  ] as const)('of %s is refused', async (name, bomb) => {
    const codec = name === 'zstd in several frames' ? 'zstd' : name;
    const bytes = bomb();
    await expect((async () => decompress(codec, bytes))()).rejects.toThrow(
      `holds more than ${MAX_DECOMPRESSED_BYTES} bytes`,
    );
  });
});

/** A block of one zero and a match of the rest: each byte of the length stands for 255. */
function lz4OfZeros(size: number): Buffer {
  const length = size - 1 - 4 - 15;
  const block = Buffer.concat([
    Buffer.from([0x1f, 0, 1, 0]),
    Buffer.alloc(Math.floor(length / 255), 255),
    Buffer.from([length % 255]),
  ]);
  const sizes = Buffer.alloc(4);
  sizes.writeUInt32LE(block.length);
  return Buffer.concat([Buffer.from('04224d18607073', 'hex'), sizes, block, Buffer.alloc(4)]);
}

/** Blocks that say one byte and how often it comes. */
function zstdOfZeros(size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let left = size; left > 0; left -= 2 ** 17) {
    const header = (Math.min(left, 2 ** 17) << 3) | 2 | Number(left <= 2 ** 17);
    blocks.push(Buffer.from([header & 255, (header >> 8) & 255, header >> 16, 0]));
  }
  return Buffer.concat([Buffer.from('28b52ffd0070', 'hex'), ...blocks]);
}
