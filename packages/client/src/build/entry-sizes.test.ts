import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

/** Most bytes of each entry, compressed: about a tenth above what they are. */
const MOST_BYTES = {
  './events': 3600,
  './kafka': 700,
  './updates': 800,
  './reporter': 6900,
  './reporter/node': 2400,
  './ai-sdk': 2400,
  './bullmq': 2750,
} as const;

test.for(Object.entries(MOST_BYTES))(
  '%s stays small, and takes nothing along that it need not',
  async ([entry, most]) => {
    const source = manifest.exports[entry as keyof typeof MOST_BYTES];
    const bundle = await rolldown({
      input: join(import.meta.dirname, '../..', source),
      external: [/^node:/, 'ai', 'bullmq'],
    });
    const { output } = await bundle.generate({ minify: true });
    const [{ code, imports }] = output;
    const bytes = gzipSync(code, { level: 9 }).length;
    expect(bytes).toBeLessThanOrEqual(most);
    // A budget that is too wide watches nothing.
    expect(bytes).toBeGreaterThan(most * 0.75);
    const others = imports.filter((name) => !name.startsWith('node:'));
    expect(others).toEqual(entry === './bullmq' ? ['bullmq'] : []);
  },
);
