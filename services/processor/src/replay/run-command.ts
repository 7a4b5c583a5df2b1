import { ConnectionFault } from '@taskfold/database';
import { KafkaUnreachable } from '@taskfold/kafka';
import { createLogger, type Logger, messageOf, print, printError } from '@taskfold/runtime';
import { printProgress, type ReplayProgress } from './progress.ts';
import { Refusal } from './refusal.ts';

/** Exit code of what was refused, or failed on the way: nothing was decided. */
const FAILED = 3;
const INTERRUPTED = 130;

/** What is said in a sentence. */
const KNOWN = [Refusal, KafkaUnreachable, ConnectionFault];

/** What a command needs while it runs. */
export interface CommandRun {
  readonly logger: Logger;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
  readonly onStep: (text: string) => void;
  /** Writes a line to standard output. */
  readonly print: (line: string) => void;
}

/** Runs a command in this process: progress and failures on standard error, results on standard output. */
export async function runCommand(run: (command: CommandRun) => Promise<number>): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Error('interrupted'));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  const tell = (text: string) => printError(`${text}\n`);
  const logger = createLogger({ service: 'taskfold-replay', level: process.env.LOG_LEVEL || 'error' });
  try {
    process.exitCode = await run({
      logger,
      signal: stopping.signal,
      onProgress: (progress) => tell(printProgress(progress)),
      onStep: (text) => tell(text),
      print: (line) => print(`${line}\n`),
    });
  } catch (error) {
    process.exitCode = stopping.signal.aborted ? INTERRUPTED : FAILED;
    if (stopping.signal.aborted) tell('Interrupted.');
    else if (KNOWN.some((kind) => error instanceof kind)) tell(messageOf(error));
    else logger.fatal({ err: error }, 'failed');
  }
}
