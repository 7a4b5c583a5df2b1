import {
  createPool,
  createPrisma,
  type DatabaseAddress,
  directAddressOf,
  type Pool,
  redeliver,
} from '@taskfold/database';
import { print, printError } from '@taskfold/runtime';
import { listCallbackSecrets, reencryptSecrets } from './callback-secrets.ts';
import { MOST_SECRETS, revokeCallbackSecret, rotateCallbackSecret } from './change-secrets.ts';
import { CALLBACKS_HELP, type CallbackCommand, parseCallbackArguments } from './command-line.ts';
import { type KeyRing, parseKeyRing } from './key-ring.ts';

const say = (text: string) => printError(`${text}\n`);

/** @returns whether it was done */
async function perform(command: CallbackCommand, pool: Pool, ring: () => KeyRing): Promise<boolean> {
  const prisma = createPrisma(pool);
  switch (command.kind) {
    case 'redeliver': {
      const result = await redeliver(pool, command.options);
      if (result.kind === 'not_found')
        say('There is nothing to tell: no such task, no callback, or it has not happened.');
      else if (result.kind === 'erased') say('The task is erased, and the address of its callback with it.');
      else if (result.kind === 'in_progress')
        say(`${result.type} is being told at this moment, as ${result.deliveryId}.`);
      else say(`${result.type} is due now, as ${result.deliveryId}.`);
      return result.kind === 'due' || result.kind === 'in_progress';
    }
    case 'rotate-secret': {
      const result = await prisma.$transaction((transaction) =>
        rotateCallbackSecret(transaction, ring(), command.tenantId),
      );
      if (result.kind === 'busy') {
        say('Another rotation of this tenant was quicker; nothing was changed.');
        return false;
      }
      if (result.kind === 'too_many_secrets') {
        say(`${MOST_SECRETS} secrets of this tenant sign already: end one of them with revoke-secret first.`);
        return false;
      }
      say(`The new secret of ${command.tenantId} is shown this once; the old one signs for 24 hours:`);
      print(`${result.secret}\n`);
      return true;
    }
    case 'list-secrets': {
      for (const { secretId, createdAt, expiresAt } of await listCallbackSecrets(prisma, command.tenantId)) {
        const until = expiresAt === null ? 'current' : `signs until ${expiresAt}`;
        print(`${secretId}  since ${createdAt}  ${until}\n`);
      }
      return true;
    }
    case 'revoke-secret': {
      const { kind } = await revokeCallbackSecret(prisma, command);
      if (kind === 'not_found') say('The tenant has no such secret.');
      else if (kind === 'current') say('It is the current secret: replace it with rotate-secret first.');
      else say(`The secret ${command.secretId} signs no more, within seconds.`);
      return kind === 'revoked';
    }
    case 'reencrypt-secrets': {
      const keys = ring();
      say(
        `${await reencryptSecrets(prisma, keys)} secrets were encrypted with the key ${keys.currentKeyId}.`,
      );
      return true;
    }
    default:
      return false;
  }
}

async function main(): Promise<number> {
  const command = parseCallbackArguments(process.argv.slice(2));
  if (command.kind === 'help') {
    print(CALLBACKS_HELP);
    return 0;
  }
  if (command.kind === 'invalid') {
    printError(`${command.problem}\n\n${CALLBACKS_HELP}`);
    return 2;
  }
  let address: DatabaseAddress;
  try {
    address = directAddressOf(process.env);
  } catch (error) {
    printError(`${error instanceof Error ? error.message : error}\n\n${CALLBACKS_HELP}`);
    return 2;
  }
  const { CALLBACK_KEYS: keys } = process.env;
  const ring = () => {
    if (!keys) throw new Error('CALLBACK_KEYS is not set: secrets cannot be encrypted');
    return parseKeyRing(keys);
  };
  const pool = createPool({ ...address, max: 1, applicationName: 'taskfold-callbacks' });
  try {
    return (await perform(command, pool, ring)) ? 0 : 1;
  } catch (error) {
    say(`It failed: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    await pool.end();
  }
}

// As the first process of a container it gets no default action for signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = await main();
