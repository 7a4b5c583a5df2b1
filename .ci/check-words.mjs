// One word, one meaning. No name is exported by two files of code that runs, but for those below; and what docs/glossary.md says
// not to use stands in no name and no sentence: `logPlace`, `log_place` and "Log places" are the same words.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import process from 'node:process';

const GLOSSARY = 'docs/glossary.md';

/** Names that mean the same in each file, and why there are several. */
const SAME = new Map([
  ['Config', 'the settings of a service, each has its own'],
  ['configSchema', 'the same'],
  ['checkedConfigSchema', 'the same'],
  ['poolOptions', 'how the statements of a service go, each has its own'],
  ['StartOptions', 'what starts a service is given'],
  ['start', 'the same'],
  ['instant', 'an Instant: as a schema of the contract, and as a fact of a task'],
  ['warning', 'as an event brings it, and as the envelope shows it'],
]);
/** An operation of the contract has the name of whatever carries it out, at each step from its route to the database. */
const OPERATIONS = 'packages/contract/src/http/operations/';

const LISTED = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mjs', '*.md'];
const files = execFileSync('git', LISTED, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  .trim()
  .split('\n')
  .filter((file) => existsSync(file));
// What was released is said in the words of its time.
const NOT_OURS = new Set([GLOSSARY, 'CHANGELOG.md']);
const RUNS = /^(packages|services)\/[^/]+\/src\/.*\.ts$/;
const FOR_TESTS = /\.test\.ts$|\/(testing|harness)\/|^packages\/end-to-end\//;
/** What is published has names for those who install it; each is compared with those beside it alone. */
const PUBLISHED = globSync('packages/*/package.json')
  .filter((manifest) => JSON.parse(readFileSync(manifest, 'utf8')).publishConfig !== undefined)
  .map((manifest) => manifest.replace('package.json', ''));
const published = (file) => PUBLISHED.find((folder) => file.startsWith(folder)) ?? '';
/** Named by what they are made from. */
const GENERATED = /\/generated\//;
const EXPORT = /^export (?:async )?(?:function\*?|const|class|interface|type|enum) (\w+)/gm;

/** As words in lower case between single spaces, also over the lines of a comment; a dot for whatever stands between them. */
const wordsOf = (text) => {
  const lines = text.replaceAll(/\n *(?:\*|\/\/) /g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  const words = lines.replaceAll(/[^A-Za-z0-9\s_-]+/g, ' . ').replaceAll(/[\s_-]+/g, ' ');
  return ` ${words.toLowerCase()} `;
};

const faults = [];
const banned = [];
const glossary = existsSync(GLOSSARY) ? readFileSync(GLOSSARY, 'utf8').split('\n') : [];
const begin = glossary.findIndex((line) => /^\| not +\| but /.test(line));
if (begin < 0) faults.push(`${GLOSSARY} has no table of what is not said: | not | but |`);
for (let at = begin + 2; begin >= 0 && glossary[at]?.startsWith('|'); at++) {
  const [, not, but] = glossary[at].split('|');
  for (const [, words] of not.matchAll(/`([^`]+)`/g)) {
    const one = wordsOf(words).trimEnd();
    banned.push({
      words,
      but: but.trim(),
      isIn: (text) => text.includes(`${one} `) || text.includes(`${one}s `),
    });
  }
}
if (begin >= 0 && banned.length === 0) faults.push(`${GLOSSARY} names no words that are not said`);

const declared = new Map();
const operations = new Set();
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  if (RUNS.test(file) && !FOR_TESTS.test(file) && !GENERATED.test(file)) {
    for (const [, name] of text.matchAll(EXPORT)) {
      if (file.startsWith(OPERATIONS)) operations.add(name);
      const key = `${published(file)}${name}`;
      declared.set(key, (declared.get(key) ?? new Set()).add(file));
    }
  }
  if (NOT_OURS.has(file)) continue;
  const all = wordsOf(text);
  for (const { words, but, isIn } of banned) {
    if (!isIn(all)) continue;
    const line = text.split('\n').findIndex((each) => isIn(wordsOf(each)));
    faults.push(`${file}${line < 0 ? '' : `:${line + 1}`} says "${words}": say ${but}`);
  }
}
for (const [name, from] of declared) {
  if (from.size < 2 || SAME.has(name) || operations.has(name)) continue;
  faults.push(`${name} is exported by ${[...from].join(' and by ')}: give each meaning a name of its own`);
}
for (const name of SAME.keys()) {
  if (declared.has(name) && declared.get(name).size < 2)
    faults.push(`.ci/check-words.mjs: ${name} is exported once`);
}

for (const line of faults) process.stderr.write(`${line}\n`);
process.stdout.write(
  `${declared.size} names, ${banned.length} words that are not said, ${faults.length === 0 ? 'no' : faults.length} faults\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
