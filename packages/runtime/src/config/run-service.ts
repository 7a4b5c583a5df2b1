import type { z } from 'zod';
import { messageOf } from '../failures/message-of.ts';
import { print, printError } from '../terminal/print.ts';
import { type ServiceCommandOptions, serviceCommand } from './service-command.ts';
import type { ConfigSchema } from './variables.ts';

export interface RunServiceOptions<Schema extends ConfigSchema>
  extends Omit<ServiceCommandOptions<Schema>, 'args' | 'env'> {
  /** For `--validate`: looks at what the configuration leads to. Each says what is wrong in a sentence, or null; or rejects with it. */
  readonly reach: (config: z.output<Schema>) => readonly Promise<string | null>[];
  /**
   * @param warnings a sentence each, for the log
   * @returns the exit code
   */
  readonly run: (config: z.output<Schema>, warnings: readonly string[]) => Promise<number>;
}

/** Does what the command line of this process asks for, as {@link serviceCommand} understands it, and sets the exit code. */
export async function runService<Schema extends ConfigSchema>(
  options: RunServiceOptions<Schema>,
): Promise<void> {
  const command = serviceCommand({ ...options, args: process.argv.slice(2), env: process.env });
  if (command.kind === 'run') {
    process.exitCode = await options.run(command.config, command.warnings);
  } else if (command.kind === 'exit') {
    if (command.code === 0) print(command.text);
    else printError(command.error);
    process.exitCode = command.code;
  } else {
    for (const warning of command.warnings) printError(`${warning}\n`);
    const offline = command.kind === 'validate_offline';
    const faults = offline ? [] : await faultsOf(options.reach(command.config));
    for (const fault of faults) printError(`${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
    else print(`The configuration is valid${offline ? '' : ', and what it leads to can be reached'}.\n`);
  }
}

async function faultsOf(looks: readonly Promise<string | null>[]): Promise<string[]> {
  const faults = await Promise.all(looks.map((look) => look.catch(messageOf)));
  return faults.filter((fault) => fault !== null);
}
