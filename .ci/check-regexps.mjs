// Fails for every regular expression in the sources that can take more than linear time: a text from outside, made for it,
// would stop whoever reads it. The analysis is that of eslint-plugin-regexp (no-super-linear-backtracking and -move).
//
// node --disable-warning=ExperimentalWarning .ci/check-regexps.mjs [FILE...]
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { parse } from 'acorn';
import { analyse } from 'scslre';

const MEANINGS = {
  Trade: 'two repetitions take the same characters, one after the other',
  Self: 'a repetition within a repetition takes the same characters',
  Move: 'it is tried again from every place of what it repeats; anchor it, or search without it',
};

/** The regular expressions of a source, and where one is made of what only the running program knows. */
function expressionsOf(file) {
  const text = readFileSync(file, 'utf8');
  const code = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  const found = [];
  const add = (node, source, flags) => found.push({ line: node.loc.start.line, source, flags });
  walk(
    parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true }),
    (node) => {
      if (node.type === 'Literal' && node.regex) add(node, node.regex.pattern, node.regex.flags);
      const makes = node.type === 'NewExpression' || node.type === 'CallExpression';
      if (makes && node.callee.name === 'RegExp') {
        const [source, flags] = node.arguments.map(textOf);
        add(node, source, flags ?? '');
      }
    },
  );
  return found;
}

function textOf(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node.type === 'TemplateLiteral' && node.quasis.length === 1
    ? node.quasis[0].value.cooked
    : undefined;
}

function walk(node, visit) {
  visit(node);
  for (const child of Object.values(node).flat()) {
    if (typeof child?.type === 'string') walk(child, visit);
  }
}

function faultsOf({ source, flags }) {
  if (source === undefined) return ['it is made while the program runs, so that nothing can be said of it'];
  const { reports } = analyse({ source, flags }, { reportTypes: { Move: true, Self: true, Trade: true } });
  return [...new Set(reports.map(({ type }) => MEANINGS[type]))];
}

// Nobody outside writes what tests read.
const PATTERNS = ['*.ts', '*.mts', '*.js', '*.mjs', '*.cjs', ':!**/generated/**', ':!**/*.test.ts'];
const files = process.argv.slice(2);
const sources =
  files.length > 0
    ? files
    : execFileSync('git', ['ls-files', ...PATTERNS])
        .toString()
        .trim()
        .split('\n');
let count = 0;
const faults = sources.flatMap((file) =>
  expressionsOf(file).flatMap((expression) => {
    count += 1;
    const { line, source, flags } = expression;
    return faultsOf(expression).map((fault) => `${file}:${line}: /${source ?? '…'}/${flags}: ${fault}.`);
  }),
);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`${count} regular expressions in ${sources.length} files, ${faults.length} faults\n`);
// None at all would mean that the sources were not read.
process.exitCode = faults.length > 0 || count === 0 ? 1 : 0;
