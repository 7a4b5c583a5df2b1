import { expect, test } from 'vitest';
import { readRecordSet } from '../record-set/read-record-set.ts';

// What other producers made a broker keep: three records each, taken from the segment of a topic byte by byte.

/** librdkafka 2: raw snappy, an LZ4 frame of independent blocks with its checksum, zstd with a content size. */
const LIBRDKAFKA = {
  gzip: 'AAAAAAAAAAAAAACBAAAAAAI0N0m3AAEAAAACAAABoiQtyDEAAAGiJC3IMf//////////////////AAAAAx+LCAAAAAAAAAN7w8jAwMCSbXiAMSczqSglOzEtO1EhvSqzQCExKZmqmIUpgwNkMEdefl4q4xugvUws2UYDYS8LS7Yxve0FAFcuW1NoAQAA',
  snappy:
    'AAAAAAAAAAMAAAB/AAAAAAKoKik1AAIAAAACAAABoiQtyEMAAAGiJC3IQ///////////////////AAAAA/QCePQBAAAABGsxxAFsaWJyZGthZmthIHNuYXBweSBhYmP+BAAyBAAMBAJoDAlbFAhub25lAQF8DAIEazL+fADefAAMBARrM/58AM58AA==',
  lz4: 'AAAAAAAAAAYAAACHAAAAAALvCUmtAAMAAAACAAABoiQtyH0AAAGiJC3Iff//////////////////AAAAAwQiTRhgQIJHAAAA/w3oAQAAAARrMb4BbGlicmRrYWZrYSBsejQgYWJjBAA60AQCaAZsejQIbm9uZQF2AE8CBGsydgBfTwQEazN2AFZQbm9uZQEAAAAA',
  zstd: 'AAAAAAAAAAkAAAB/AAAAAAKEqMnRAAQAAAACAAABoiQtyIIAAAGiJC3Igv//////////////////AAAAAyi1L/0AWC0CAHQD7AEAAAAEazHAAWxpYnJka2Fma2EgenN0ZCBhYmMEAmgIenN0ZAhub25lAewBAAACBGsyBARrMwMADVIi7iFt6ahzAg==',
};

/** The Java client of Kafka 4: snappy in the frames of snappy-java, zstd without a content size. */
const JAVA = {
  gzip: 'AAAAAAAAABUAAAB2AAAAAAJtSOtHAAEAAAACAAABoiQuItAAAAGiJC4i3wAAAAAAAAAEAAAAAAAAAAAAAx+LCAAAAAAAAP+7wsjAwMCSbbiFMSuxLFEhvSqzQCExKZmqmIkpgwNk8BVGBhkmlmwjOtklx8KSbUwPuwAVdfqKRAEAAA==',
  snappy:
    'AAAAAAAAAAwAAACJAAAAAAKCCZWIAAIAAAACAAABoiQt+mIAAAGiJC36iwAAAAAAAAABAAAAAAAAAAAAA4JTTkFQUFkAAAAAAQAAAAEAAABE0AJg3AEAAAAEazG4AWphdmEgc25hcHB5IGFiY/4EADIEAAwCAmgMCVsc3AEAUAIEazL+cACqcAAQUgQEazP+cACecAA=',
  lz4: 'AAAAAAAAAA8AAACAAAAAAAK8XOEyAAMAAAACAAABoiQuCWMAAAGiJC4J3gAAAAAAAAACAAAAAAAAAAAAAwQiTRhgQIJAAAAA/wfQAQAAAARrMbIBamF2YSBsejQgYWJjBAA6/wECAmgGbHo00gEA5gECBGsyawBSb/YBBARrM2sASlBoBmx6NAAAAAA=',
  zstd: 'AAAAAAAAABIAAAB3AAAAAAI9zIZZAAQAAAACAAABoiQuEsgAAAGiJC4S8wAAAAAAAAADAAAAAAAAAAAAAyi1L/0AWNQBAMQC1AEAAAAEazG0AWphdmEgenN0ZCBhYmMCAmgIenN0ZNQBAFQCBGsyVgQEazMDAAFSjbwhXXXUNQEBAAA=',
};

const CASES = [
  ...Object.entries(LIBRDKAFKA).map(([codec, batch]) => ['librdkafka', codec, batch] as const),
  ...Object.entries(JAVA).map(([codec, batch]) => ['java', codec, batch] as const),
];

test.each(CASES)('a batch that %s compressed with %s', async (producer, codec, base64) => {
  const { messages, undecodable } = await readRecordSet(Buffer.from(base64, 'base64'), {
    from: 0,
    breathe: async () => {},
    readOld: () => Promise.reject(new Error('it is none of the old format')),
  });
  expect(undecodable).toBeNull();
  expect(messages.map(({ key }) => String(key))).toEqual(['k1', 'k2', 'k3']);
  for (const { value, headers } of messages) {
    expect(String(value)).toBe(`${producer} ${codec} ${'abc '.repeat(20)}`);
    const expected = producer === 'java' ? {} : { none: null };
    expect({ ...headers }).toEqual({ h: Buffer.from(codec), ...expected });
  }
});
