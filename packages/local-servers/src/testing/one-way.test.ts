import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** Who alone may ask vitest for the servers of the run, or make a client of kafkajs. */
const WAYS: readonly (readonly [what: RegExp, where: readonly string[]])[] = [
  [
    /\binject\('kafka'\)/,
    ['packages/kafka/src/testing/test-kafka.ts', 'packages/local-servers/src/testing/'],
  ],
  [/\binject\('postgres(Pooler)?Url'\)/, ['packages/database/src/', 'packages/local-servers/src/']],
  [
    /\bnew (kafkajs\.)?Kafka\(/,
    [
      'packages/kafka/src/testing/test-kafka.ts',
      'packages/kafka/src/client/create-kafka-client.ts',
      'bench/',
    ],
  ],
];

test('tests reach Kafka and PostgreSQL by one function each', async () => {
  const strays: string[] = [];
  for (const folder of ['packages', 'services']) {
    for (const name of await readdir(join(ROOT, folder))) {
      const files = await readdir(join(ROOT, folder, name, 'src'), { recursive: true });
      for (const file of files.filter((path) => path.endsWith('.ts'))) {
        const path = join(folder, name, 'src', file);
        const text = await readFile(join(ROOT, path), 'utf8');
        for (const [what, where] of WAYS) {
          if (what.test(text) && !where.some((way) => path.startsWith(way))) strays.push(`${path}: ${what}`);
        }
      }
    }
  }
  expect(strays).toEqual([]);
});
