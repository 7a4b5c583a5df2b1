#!/usr/bin/env node
// Starts under any Node from 20 on with nothing installed: brings what is missing, then hands over to the real commands,
// which run on Node 24. Plain JavaScript without dependencies for that reason.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { containerTests } from './container-tests.mjs';
import { handOver } from './set-up/hand-over.mjs';
import { watchNpm } from './set-up/parent-watch.mjs';
import { ROOT } from './set-up/paths.mjs';
import { setUp } from './set-up/set-up.mjs';
import { SetUpError } from './set-up/set-up-error.mjs';

const LOWEST_NODE = 20;
const STACK = join(ROOT, 'packages/local-stack/src');
const CLI = join(ROOT, 'packages/cli/src/main.ts');

const RUN_TESTS = [join(ROOT, 'packages/local-stack/bin/run-tests.mjs'), 'run'];
/** What `npm test` runs unless it is told: the rest takes as long again, and waits most of that time. */
const ON_SHARED_SERVERS = ['--project', 'unit', '--project', 'integration'];

/**
 * What runs after the set-up, by sub-command: arguments of Node 24.
 *
 * @type {Record<string, (args: string[]) => string[] | null>}
 */
const COMMANDS = {
  start: (args) => [join(STACK, 'start/main.ts'), ...args],
  'publish-events': (args) => [join(STACK, 'publish-events/main.ts'), ...args],
  verify: (args) => [CLI, 'projection', 'verify', ...args],
  rebuild: ([action = 'status', ...args]) => [
    CLI,
    'projection',
    action === 'start' ? 'rebuild' : action,
    ...args,
  ],
  'dead-letters': (args) => [CLI, 'dead-letters', ...args],
  bench: (args) => [join(ROOT, 'bench/src/main.ts'), ...args],
  soak: (args) => [join(ROOT, 'packages/end-to-end/src/soak/main.ts'), ...args],
  test: (args) => [...RUN_TESTS, ...reporters(), ...(namesTests(args) ? [] : ON_SHARED_SERVERS), ...args],
  'test:systems': (args) => [...RUN_TESTS, ...reporters(), '--project', 'e2e', ...args],
  'test:managed': (args) => [
    '--import',
    pathToFileURL(join(ROOT, 'packages/local-stack/bin/end-with-parent.mjs')).href,
    join(ROOT, 'packages/local-servers/src/testing/managed/main.ts'),
    'run',
    ...reporters(),
    ...args,
  ],
  'test:containers': containerTests,
  setup: () => null,
};

const USAGE = `Usage: node packages/local-stack/bin/taskfold.mjs COMMAND [ARGUMENT]...

  start           bring up the whole system on this machine    (npm start)
  publish-events  publish events from a file                   (npm run publish-events)
  verify          compare the projection with its log          (npm run verify)
  rebuild         fold the log again into a second version     (npm run rebuild)
  dead-letters    list, show, redrive or discard dead letters  (npm run dead-letters)
  bench           measure it beside other ways to do it        (npm run bench)
  soak            run the whole system under kills            (npm run soak)
  test            run the tests, or those that are named       (npm test)
  test:systems    run those that start whole systems           (npm run test:systems)
  test:managed    run them with TLS and behind a pooler       (npm run test:managed)
  test:containers run the tests that need a Docker engine      (npm run test:containers)
  setup           install what is missing, and nothing else
`;

/**
 * Whether arguments say which tests, by a path or by a project.
 *
 * @param {string[]} args
 */
function namesTests(args) {
  return args.some((arg) => !arg.startsWith('-') || arg === '--project' || arg.startsWith('--project='));
}

/** A report for machines beside the one for people, where the gate asks for it. */
function reporters() {
  const report = process.env.TASKFOLD_TEST_REPORT;
  return report ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
}

/** @param {string[]} args */
async function main([command, ...args]) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < LOWEST_NODE) {
    throw new SetUpError(`This is Node ${process.versions.node}; Node ${LOWEST_NODE} or later is needed.`);
  }
  const argumentsOf =
    command !== undefined && Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (argumentsOf === undefined) {
    const asked = command === '--help' || command === '-h';
    (asked ? process.stdout : process.stderr).write(USAGE);
    return asked ? 0 : 2;
  }
  const npmGone = watchNpm();
  const breakOff = () => process.kill(process.pid, 'SIGTERM');
  npmGone.addEventListener('abort', breakOff);
  await setUp();
  npmGone.removeEventListener('abort', breakOff);
  const nodeArgs = argumentsOf(args);
  return nodeArgs === null ? 0 : await handOver(nodeArgs, npmGone);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const expected = error instanceof SetUpError;
    process.stderr.write(`${expected ? error.message : error.stack}\n`);
    process.exitCode = expected ? error.exitCode : 1;
  },
);
