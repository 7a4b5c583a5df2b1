import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { readLocalFile, statePaths, writeLocalFile } from '@taskfold/local-state';
import {
  createLogger,
  createTerminal,
  listenToInterrupts,
  messageOf,
  print,
  printError,
  untilAborted,
} from '@taskfold/runtime';
import { takeLock } from '../../bin/set-up/process-lock.mjs';
import { createDemo } from '../demo/run-demo.ts';
import { followTasks } from '../follow/follow-tasks.ts';
import { createStarted } from '../services/started.ts';
import { banner } from '../terminal/banner.ts';
import { parseStartArguments, START_HELP, type StackOptions } from './options.ts';
import { resetData } from './reset.ts';
import { startStack } from './start-stack.ts';

/** Killed servers are gone within this; what is not then, its guard ends. */
const FORCED_EXIT_MS = 500;
const FORCED_EXIT_CODE = 130;

const terminal = createTerminal(process.stdout, process.env);
const { style } = terminal;
const paths = statePaths(process.env);
const started = createStarted();
const stopping = new AbortController();

// The reader of our output may have gone (`npm start | head`); that must not keep us from stopping everything.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const progress = (text: string) => terminal.line(style.faint(`  ${text}`));
const notice = (text: string, kind: 'bad' | 'warn' | 'good') => terminal.line(style[kind](text));

function forceExit(): void {
  terminal.line(style.bad('Killing everything.'));
  rmSync(paths.localFile, { force: true });
  started.killAll();
  setTimeout(() => {
    rmSync(paths.lock, { force: true });
    process.exit(FORCED_EXIT_CODE);
  }, FORCED_EXIT_MS);
}

/** @returns whether something failed */
async function run(options: StackOptions): Promise<boolean> {
  const { signal } = stopping;
  const startedAt = performance.now();
  if (options.reset) await resetData(paths, process.env, progress);
  const logger = createLogger({ service: 'local-stack', level: 'silent' });
  const running = await startStack({
    paths,
    env: process.env,
    port: options.port,
    allowLocalCallbacks: options.allowLocalCallbacks,
    logger,
    started,
    onProgress: progress,
    onNotice: (text, kind) => signal.aborted || notice(text, kind),
    signal,
  });
  const { stack } = running;
  const follower = followTasks({ stack, terminal, signal });
  const demo = options.demo
    ? createDemo({ stack, kafka: running.kafka, signal, onNotice: notice })
    : undefined;
  const taskId = (await demo?.begin()) ?? (await follower.newestTaskOf(stack.tenant_id));
  started.add({ name: '.taskfold/local.json', stop: () => rm(paths.localFile, { force: true }) });
  await writeLocalFile(paths.localFile, stack);
  const facts = {
    stack,
    logs: relative(process.env.INIT_CWD ?? process.cwd(), paths.logs),
    seconds: (performance.now() - startedAt) / 1000,
    earlierTasks: running.earlierTasks,
    taskId,
    // As the API reads it: nothing else takes the pages away.
    hasConsole: process.env.CONSOLE !== 'off',
  };
  for (const line of banner(facts, style)) terminal.line(line);

  const following = follower.run();
  const publishing = demo?.run();
  const serverEnded = await Promise.race([untilAborted(signal), running.serverEnded]);
  const failed = serverEnded !== undefined && !signal.aborted;
  if (failed) notice(serverEnded, 'bad');
  stopping.abort(new Error('stopping'));
  await Promise.all([following, publishing]);
  return failed;
}

async function main(): Promise<number> {
  const command = parseStartArguments(process.argv.slice(2));
  if (command.kind === 'help') {
    print(START_HELP);
    return 0;
  }
  if (command.kind === 'invalid') {
    printError(`${command.problem}\n\n${START_HELP}`);
    return 2;
  }
  const lock = takeLock(paths.lock);
  if (lock.kind === 'held') {
    const stack = await readLocalFile(paths.localFile);
    const where = stack === undefined ? 'is just starting or stopping' : `answers at ${stack.api_url}`;
    printError(
      `Taskfold runs here already: process ${lock.pid} ${where}. Stop it with Ctrl-C, or kill ${lock.pid}.\n`,
    );
    return 1;
  }
  // What a killed run has left speaks of ports that others may have by now.
  await rm(paths.localFile, { force: true });
  listenToInterrupts(
    {
      onStop: (reason) => {
        terminal.line();
        terminal.line(`Stopping (${reason}); again to force.`);
        stopping.abort(new Error(`stopping: ${reason}`));
      },
      onForce: forceExit,
    },
    process.env,
  );
  let failed = false;
  terminal.line(style.strong('Taskfold'));
  try {
    failed = await run(command.options);
  } catch (error) {
    if (!stopping.signal.aborted) {
      failed = true;
      notice(messageOf(error), 'bad');
      stopping.abort(error);
    }
  }
  const failures = await started.stopAll((name) => progress(`stopping ${name}`));
  for (const failure of failures) notice(failure, 'bad');
  lock.release();
  terminal.line('Everything is stopped.');
  return failed || failures.length > 0 ? 1 : 0;
}

process.exit(await main());
