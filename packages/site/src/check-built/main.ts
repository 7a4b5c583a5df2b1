import { globSync, readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { faultsOf } from './faults.ts';

// node src/check-built/main.ts: fails where a link of the built site leads nowhere, or a page loads something from elsewhere.

const dist = resolve(import.meta.dirname, '../../dist');
const files = globSync('**/*.*', { cwd: dist }).map((file) => `/${file.replaceAll(sep, '/')}`);
const isPage = (file: string) => file.endsWith('.html');
const pages = new Map(files.filter(isPage).map((file) => [file, readFileSync(`${dist}${file}`, 'utf8')]));
const faults = pages.size === 0 ? ['Nothing is built.'] : faultsOf(pages, new Set(files));
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${pages.size} pages, ${faults.length === 0 ? 'no' : faults.length} faults of links\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
