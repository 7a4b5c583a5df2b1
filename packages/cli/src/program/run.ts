import { CommanderError } from '@commander-js/extra-typings';
import { messageOf } from '@taskfold/runtime/command';
import { CommandFailure } from '../outcome/command-failure.ts';
import { OUTCOMES, type Outcome } from '../outcome/outcomes.ts';
import type { CommandMaker } from './command.ts';
import { type CliProcess, createContext } from './context.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line. Never throws: what goes wrong is a sentence on standard error and an exit code.
 *
 * @param args what follows `taskfold`
 * @returns the exit code
 */
export async function run(
  makers: readonly CommandMaker[],
  args: readonly string[],
  version: string,
  port: CliProcess,
): Promise<number> {
  const context = createContext(port);
  try {
    await createProgram(makers, context, version, port).parseAsync(args, { from: 'user' });
    return OUTCOMES[context.outcome].code;
  } catch (error) {
    if (port.signal.aborted) return OUTCOMES.interrupted.code;
    // Commander has said already what was wrong, or has shown the help that was asked for.
    if (error instanceof CommanderError) return OUTCOMES[error.exitCode === 0 ? 'done' : 'usage'].code;
    context.note(messageOf(error));
    const outcome: Outcome = error instanceof CommandFailure ? error.outcome : 'failed';
    return OUTCOMES[outcome].code;
  }
}
