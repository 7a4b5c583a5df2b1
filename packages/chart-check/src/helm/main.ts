import { readFileSync } from 'node:fs';
import { openHelm, type TemplateCall } from './library.ts';

// Runs in a process of its own, for Go's runtime is in the library: main.ts LIBRARY CALLS, where CALLS is a file of JSON.
const [library = '', calls = ''] = process.argv.slice(2);
const { linted, templates } = JSON.parse(readFileSync(calls, 'utf8')) as {
  readonly linted: string;
  readonly templates: readonly TemplateCall[];
};
const helm = openHelm(library);
process.stdout.write(JSON.stringify({ lint: helm.lint(linted), templates: templates.map(helm.template) }));
