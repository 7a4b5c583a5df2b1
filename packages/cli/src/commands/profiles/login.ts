import { text } from 'node:stream/consumers';
import { isApiError } from '@taskfold/client';
import { OPERATIONS } from '@taskfold/contract';
import { createApiClient } from '../../api/client.ts';
import { CommandFailure } from '../../outcome/command-failure.ts';
import { type CommandMaker, command } from '../../program/command.ts';
import type { Context } from '../../program/context.ts';
import { baseUrl, keyInFile } from '../../settings/connection.ts';
import { type Profile, profilesPath, readProfiles, writeProfiles } from '../../settings/profiles.ts';
import { ask } from './ask.ts';

const DEFAULT_NAME = 'default';

export const login: CommandMaker = (context) =>
  command('login', 'Store where an API is, and a key to it', {
    description:
      'Stores the address of an API and a key as a profile, which the other commands use, once the API has taken the key. The key is asked for, or read from standard input: arguments are seen by other users of the machine. The file of profiles is readable for its owner alone.',
    examples: [
      { line: 'taskfold login --api-url https://tasks.example.com', says: 'Ask for the key and store both.' },
      {
        line: 'taskfold login --api-url https://tasks.example.com --profile north < key.txt',
        says: 'Take the key from a file, for a second profile.',
      },
    ],
  })
    .option('--profile <name>', 'the name of the profile', DEFAULT_NAME)
    .option('--api-url <url>', 'the address of the API (TASKFOLD_API_URL); asked for where nothing is said')
    .option('--api-key-file <file>', 'a file that holds the key')
    .action(async (options) => {
      const api_url = baseUrl(
        options.apiUrl ??
          (context.env.TASKFOLD_API_URL || (await orAsk(context, '--api-url', 'Address of the API:'))),
      );
      const api_key = await keyFor(options.apiKeyFile, context);
      if (api_key === '') throw new CommandFailure('usage', 'No key was given.');
      warnOfPlainText(api_url, context);
      await check({ api_url, api_key }, context);
      const path = profilesPath(context.env);
      const { profiles } = await readProfiles(path);
      await writeProfiles(path, {
        current: options.profile,
        profiles: { ...profiles, [options.profile]: { api_url, api_key } },
      });
      context.note(`Stored as profile ${options.profile}, which is used from now on.`);
    });

async function keyFor(file: string | undefined, context: Context): Promise<string> {
  if (file !== undefined) return await keyInFile(file);
  if (context.env.TASKFOLD_API_KEY) return context.env.TASKFOLD_API_KEY;
  if (context.stdin.isTTY) return await ask(context, 'API key (what you type is not shown):', true);
  return (await text(context.stdin)).trim();
}

async function orAsk(context: Context, option: string, question: string): Promise<string> {
  if (context.stdin.isTTY) return await ask(context, question);
  throw new CommandFailure('usage', `Give ${option}: without a terminal nothing can be asked.`);
}

function warnOfPlainText(api_url: string, { note }: Context): void {
  const { protocol, hostname } = new URL(api_url);
  if (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  note(`${api_url} is not encrypted: whoever is on the way to it can read the key.`);
}

/** A key that may not list tasks is a key, too. */
async function check(profile: Profile, { signal, note }: Context): Promise<void> {
  try {
    await createApiClient(profile, signal).call(OPERATIONS.listTasks, { query: { limit: 1 } });
  } catch (error) {
    if (!(error instanceof CommandFailure) || !isApiError(error.cause, 'forbidden')) throw error;
    note('The key is valid, but may not look at tasks.');
  }
}
