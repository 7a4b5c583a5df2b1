import { toWireTime } from '@taskfold/contract';
import { createPool, createPrisma, type DatabaseAddress, directAddressOf } from '@taskfold/database';
import { print, printError } from '@taskfold/runtime';
import { ensureKey } from '../ensure-key.ts';
import type { NewApiKey } from './make-key.ts';
import { KEYS_HELP, parseKeyArguments } from './options.ts';

async function create(address: DatabaseAddress, options: NewApiKey): Promise<number> {
  const pool = createPool({ ...address, max: 1, applicationName: 'taskfold-keys' });
  const where = `of project ${options.projectId} of tenant ${options.tenantId}`;
  try {
    const result = await ensureKey(createPrisma(pool), options);
    if (result.kind === 'made') {
      printError(`The key "${options.name}" ${where} is shown this once:\n`);
      print(`${result.key}\n`);
    } else {
      printError(
        `The key "${options.name}" ${where} exists since ${toWireTime(result.createdAt)} (${result.keyStart}…) and cannot ` +
          'be shown again. Another --name makes another one.\n',
      );
    }
    return 0;
  } catch (error) {
    printError(`The key could not be made: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    await pool.end();
  }
}

async function main(): Promise<number> {
  const command = parseKeyArguments(process.argv.slice(2));
  if (command.kind === 'help') {
    print(KEYS_HELP);
    return 0;
  }
  if (command.kind === 'invalid') {
    printError(`${command.problem}\n\n${KEYS_HELP}`);
    return 2;
  }
  let address: DatabaseAddress;
  try {
    address = directAddressOf(process.env);
  } catch (error) {
    printError(`${error instanceof Error ? error.message : error}\n\n${KEYS_HELP}`);
    return 2;
  }
  return await create(address, command.options);
}

// As the first process of a container it gets no default action for signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = await main();
