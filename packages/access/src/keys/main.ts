import type { DatabaseAddress } from '@taskfold/database';
import { createPrisma, directAddressOf } from '@taskfold/database';
import { print, printError } from '@taskfold/runtime';
import { createKey, type NewKey } from './create-key.ts';
import { KEYS_HELP, parseKeyArguments } from './options.ts';

async function create(address: DatabaseAddress, options: NewKey): Promise<number> {
  const prisma = createPrisma({ ...address, max: 1, applicationName: 'taskfold-keys' });
  const where = `of project ${options.projectId} of tenant ${options.tenantId}`;
  try {
    const result = await createKey(prisma, options);
    if (result.kind === 'created') {
      printError(`The key "${options.name}" ${where} is shown this once:\n`);
      print(`${result.key}\n`);
    } else {
      printError(
        `The key "${options.name}" ${where} exists since ${result.createdAt.toISOString()} (${result.keyStart}…) and cannot ` +
          'be shown again. Another --name makes another one.\n',
      );
    }
    return 0;
  } catch (error) {
    printError(`The key could not be made: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    await prisma.$disconnect();
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
