import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { CONSOLE_FOLDER, OPERATOR_CONSOLE_FOLDER } from '../folder/index.ts';

const PACKAGE = join(import.meta.dirname, '../..');
/** A smaller file fits into one packet as it is. */
const LEAST_BYTES = 1024;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

// Compressed once and as well as it can be: files of the console never change while they are served.
await build({ root: PACKAGE, logLevel: 'warn', build: { outDir: CONSOLE_FOLDER, emptyOutDir: true } });
// By itself, so that nothing of it is loaded by tenants, nor anything of theirs by operators.
await build({
  root: PACKAGE,
  logLevel: 'warn',
  base: '/operator/console/',
  build: {
    outDir: OPERATOR_CONSOLE_FOLDER,
    emptyOutDir: true,
    rolldownOptions: { input: join(PACKAGE, 'operator.html') },
  },
});
await rename(join(OPERATOR_CONSOLE_FOLDER, 'operator.html'), join(OPERATOR_CONSOLE_FOLDER, 'index.html'));
const files = (await readdir(CONSOLE_FOLDER, { recursive: true, withFileTypes: true })).filter((entry) =>
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
