import type { Readable } from 'node:stream';
import { createTerminal } from '@taskfold/runtime/command';
import { type ApiClient, createApiClient } from '../api/client.ts';
import type { Outcome } from '../outcome/outcomes.ts';
import { createOutput, type Output, type OutputOptions, type OutputStream } from '../output/output.ts';
import { type ConnectionOptions, findConnection } from '../settings/connection.ts';

/** What a command has of the process that it runs in. */
export interface Context {
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C and by signals: whatever is under way ends then. */
  readonly signal: AbortSignal;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  output(options: OutputOptions): Output;
  /** @throws CommandFailure where no API or no key is known */
  api(options: ConnectionOptions): Promise<ApiClient>;
  /** A line on standard error, for people; outside data in it is escaped. */
  note(line: string): void;
  /** How the command ends where nothing is thrown; `done` unless it is said. */
  endAs(outcome: Outcome): void;
  readonly outcome: Outcome;
}

/** The process, as far as commands reach it. */
export interface CliProcess {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly signal: AbortSignal;
}

export function createContext({ env, stdin, stdout, stderr, signal }: CliProcess): Context {
  let outcome: Outcome = 'done';
  const errors = createTerminal(stderr, env);
  return {
    env,
    stdin,
    signal,
    output: (options) => createOutput(stdout, env, options),
    api: async (options) => createApiClient(await findConnection(options, env), signal),
    note: (line) => errors.line(line),
    endAs: (ended) => {
      outcome = ended;
    },
    get outcome() {
      return outcome;
    },
  };
}
