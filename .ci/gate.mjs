// All that a change is checked by. Every check runs, also after one has failed, so that one run shows everything. The last
// line counts: each static check is one, each test is one. Plain JavaScript without dependencies: it brings the set-up.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTests } from './count-tests.mjs';
import { BrokenOff, runRows } from './steps.mjs';

const folder = mkdtempSync(join(tmpdir(), 'taskfold-gate-'));
const env = {
  ...process.env,
  CI: 'true',
  // As the project's own commands have it: the sources, compiled and without their types.
  NODE_COMPILE_CACHE: join(process.cwd(), '.cache/node'),
};
const npmRun = (/** @type {string[]} */ ...args) => ['npm', 'run', '--silent', ...args];
const check = (/** @type {string} */ name) => ({ name, command: npmRun(`check:${name}`) });
const tests = (/** @type {string[]} */ ...command) => ({
  name: command.join(' '),
  command,
  report: join(folder, `${command.at(-1)?.replace(':', '-')}.json`),
});

const SET_UP = { name: 'set-up', command: ['node', 'packages/local-stack/bin/taskfold.mjs', 'setup'] };
const STATIC = [
  ...['format', 'lint', 'types', 'boundaries', 'dead-code', 'folders', 'exports', 'words', 'regexps'],
  ...['migrations', 'generated', 'docs', 'audit'],
].map(check);
// They wait for servers and systems more than a third of their time: two at once leave no core idle, and each row of them
// takes about as long. Of a machine with one core each would wait for the other.
const ROWS = [
  // The first tests are those that the README names.
  [...STATIC, tests('npm', 'test'), tests('npm', 'run', 'test:python')],
  [
    tests('npm', 'run', 'test:systems'),
    // The same cases every time: what a change breaks is found, not what chance finds. Without a seed it looks further.
    { name: 'schemathesis', command: npmRun('test:schemathesis', '--', '--seed', '1') },
    // What the machine has no Java, Maven, Python or Go for is `not to be had here` in its words, and has not passed.
    { name: 'generators', command: npmRun('test:generators') },
  ],
];
const AT_ONCE = availableParallelism() > 1 ? ROWS : [ROWS.flat()];

let passed = 0;
let failed = 0;
/** @type {string[]} */
const failures = [];
/** @param {Map<import('./steps.mjs').Step, boolean>} ended by whether they have succeeded */
function count(ended) {
  for (const [{ name, report }, succeeded] of ended) {
    if (succeeded) passed += 1;
    else {
      failed += 1;
      failures.push(name);
    }
    if (report === undefined) continue;
    const counted = countTests(report);
    passed += counted.passed;
    failed += counted.failed;
    if (counted.passed === 0) failures.push(`${name} ran no test`);
  }
}

try {
  count(await runRows([[SET_UP]], { folder, env }));
  count(await runRows(AT_ONCE, { folder, env }));
  if (failures.length > 0) process.stdout.write(`\nfailed: ${failures.join(', ')}\n`);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failures.length === 0 && failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof BrokenOff)) throw error;
  process.exitCode = error.exitCode;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
