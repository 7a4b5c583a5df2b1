import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const PACKAGE = join(import.meta.dirname, '../..');
const DIST = join(PACKAGE, 'dist');
/** A smaller file fits into one packet as it is. */
const LEAST_BYTES = 1024;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

// Compressed once and as well as it can be: files of the console never change while they are served.
await build({ root: PACKAGE, logLevel: 'warn', build: { outDir: DIST, emptyOutDir: true } });
const files = (await readdir(DIST, { recursive: true, withFileTypes: true })).filter((entry) =>
  entry.isFile(),
);
for (const { parentPath, name } of files) {
  const path = join(parentPath, name);
  const bytes = await readFile(path);
  // The page itself is filled in where it is served.
  if (bytes.length < LEAST_BYTES || name.endsWith('.html')) continue;
  await writeFile(`${path}.gz`, await gzipped(bytes, { level: 9 }));
  await writeFile(`${path}.br`, await brotlied(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
