import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { CommandMaker } from './command.ts';
import { createContext } from './context.ts';
import { createProgram } from './program.ts';

const SILENT = { write: () => true };

/** The tree of commands for whoever reads its help and examples: nothing is run, and nothing of the environment shows. */
export function programToRead(makers: readonly CommandMaker[]): CommandUnknownOpts {
  const { signal } = new AbortController();
  const port = { env: {}, stdin: process.stdin, stdout: SILENT, stderr: SILENT, signal };
  return createProgram(makers, createContext(port), '', port);
}
