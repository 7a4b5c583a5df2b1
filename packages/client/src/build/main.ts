import { execFile } from 'node:child_process';
import { copyFile, glob, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleTesting } from './bundle-testing.ts';
import { publishedDeclarations, publishedManifest } from './published.ts';

// npm run build [-- FOLDER]: compiles the sources into `dist`, which is the package as it is published: `npm publish ./dist`.
// Another folder is for who may do so at the same time.

const folder = join(import.meta.dirname, '../..');
const dist = resolve(process.argv[2] ?? join(folder, 'dist'));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

await rm(dist, { recursive: true, force: true });
await promisify(execFile)(
  process.execPath,
  [compiler, '--project', 'tsconfig.build.json', '--outDir', dist],
  { cwd: folder },
);
for await (const name of glob('**/*.d.ts', { cwd: dist })) {
  const file = join(dist, name);
  await writeFile(file, publishedDeclarations(await readFile(file, 'utf8')));
}
await bundleTesting(join(folder, 'src'), dist);
const manifest = publishedManifest(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
await writeFile(join(dist, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
await copyFile(join(folder, 'README.md'), join(dist, 'README.md'));
await copyFile(join(folder, '../../LICENSE'), join(dist, 'LICENSE'));
