import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

const MOST_BYTES = 10_000;

test('the main entry point stays small', async () => {
  const bundle = await rolldown({ input: join(import.meta.dirname, '../index.ts') });
  const { output } = await bundle.generate({ minify: true });
  const [{ code }] = output;
  const bytes = gzipSync(code, { level: 9 }).length;
  expect(code).toContain('TASKFOLD_API_KEY');
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});
