import { readFile } from 'node:fs/promises';
import { messageOf } from '@taskfold/runtime/command';
import { Webhook } from 'standardwebhooks';
import { CommandFailure } from '../../../outcome/command-failure.ts';
import { localCallbackSecret } from '../../../settings/local-stack.ts';

/**
 * What signatures are verified with: of the file, else of TASKFOLD_CALLBACK_SECRET, else of the running local stack. There may be
 * several, separated by spaces or lines, while one replaces another.
 *
 * @throws CommandFailure where there is none, or one is no secret
 */
export async function findVerifiers(
  file: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<readonly Webhook[]> {
  const text =
    file === undefined
      ? env.TASKFOLD_CALLBACK_SECRET || (await localCallbackSecret(env))
      : await contentOf(file);
  const secrets = text?.split(/\s+/).filter((secret) => secret !== '') ?? [];
  if (secrets.length === 0) {
    throw new CommandFailure(
      'usage',
      'Callbacks cannot be verified without their secret: give --secret-file, or set TASKFOLD_CALLBACK_SECRET. "taskfold secrets rotate" makes a new one.',
    );
  }
  return secrets.map(verifierOf);
}

async function contentOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandFailure('usage', `The secret cannot be read: ${messageOf(cause)}`, { cause });
  });
}

function verifierOf(secret: string): Webhook {
  // The message of the library may show what it was given.
  const refused = () =>
    new CommandFailure('usage', 'A secret of callbacks is "whsec_" and Base64; what was given is not.');
  if (!secret.startsWith('whsec_')) throw refused();
  try {
    return new Webhook(secret);
  } catch {
    throw refused();
  }
}
