import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { MUTATIONS } from './mutations.ts';

// Given to Node by --import: loads the sources with the mutation that MUTATION names.

const { MUTATION } = process.env;
const mutation = MUTATIONS.find(({ name }) => name === MUTATION);
if (mutation === undefined) throw new Error(`MUTATION names none: ${MUTATION}`);

const sources = new Map<string, string>();
for (const { file, find, replace } of mutation.edits) {
  const { href } = new URL(`../../${file}`, import.meta.url);
  const source = sources.get(href) ?? readFileSync(fileURLToPath(href), 'utf8');
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times what ${MUTATION} changes`);
  sources.set(href, parts.join(replace));
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const source = sources.get(url);
    return source === undefined ? loaded : { ...loaded, source };
  },
});
