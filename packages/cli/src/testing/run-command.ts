import { Readable } from 'node:stream';
import type { CommandMaker } from '../program/command.ts';
import { run } from '../program/run.ts';

export interface RunOptions {
  /** The whole environment: nothing of the process that tests. */
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** Columns of a terminal; where nothing is said, the output is a pipe. */
  readonly columns?: number;
  readonly signal?: AbortSignal;
  /** Told of each piece that is written to standard output. */
  readonly onOut?: (text: string) => void;
  /** The same of standard error. */
  readonly onErr?: (text: string) => void;
}

/** How a command ended, and all that it wrote. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** No profile and no local stack is found below these. */
const NOWHERE = { XDG_CONFIG_HOME: '/nowhere', TASKFOLD_STATE_DIR: '/nowhere' };

/** Runs one command line within this process. @param args what follows `taskfold` */
export async function runCommand(
  makers: readonly CommandMaker[],
  args: readonly string[],
  { env = {}, stdin = '', columns, signal = new AbortController().signal, onOut, onErr }: RunOptions = {},
): Promise<Ended> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY: columns !== undefined,
    ...(columns === undefined ? {} : { columns }),
    write: (text: string) => {
      written[name] += text;
      (name === 'out' ? onOut : onErr)?.(text);
    },
  });
  const code = await run(makers, args, '0.0.0', {
    env: { ...NOWHERE, ...env },
    stdin: Readable.from([stdin]),
    stdout: stream('out'),
    stderr: stream('err'),
    signal,
  });
  return { code, ...written };
}
