import { readFile } from 'node:fs/promises';
import { CommandFailure } from '../outcome/command-failure.ts';
import { localProfile } from './local-stack.ts';
import { type Profile, profilesPath, readProfiles } from './profiles.ts';

/** What the options of a command say of the API. */
export interface ConnectionOptions {
  readonly profile?: string | undefined;
  readonly apiUrl?: string | undefined;
  /** A file that holds nothing but a key. */
  readonly apiKeyFile?: string | undefined;
}

/**
 * The API that a command asks, and the key: each from the options, else the environment (TASKFOLD_API_URL, TASKFOLD_API_KEY,
 * TASKFOLD_PROFILE), else a profile, else the running local stack. The key of a profile is shown to no other address than its own.
 *
 * @throws CommandFailure where there is none, or not the profile that is asked for
 */
export async function findConnection(options: ConnectionOptions, env: NodeJS.ProcessEnv): Promise<Profile> {
  const stored = await storedProfile(options.profile ?? (env.TASKFOLD_PROFILE || undefined), env);
  const url = options.apiUrl ?? (env.TASKFOLD_API_URL || undefined) ?? stored?.api_url;
  if (url === undefined) {
    throw new CommandFailure(
      'usage',
      'No API is known: run "taskfold login", set TASKFOLD_API_URL and TASKFOLD_API_KEY, or run "npm start" in the repository.',
    );
  }
  const api_url = baseUrl(url);
  const key =
    options.apiKeyFile === undefined
      ? env.TASKFOLD_API_KEY || (stored && baseUrl(stored.api_url) === api_url ? stored.api_key : undefined)
      : await keyInFile(options.apiKeyFile);
  if (key === undefined) {
    throw new CommandFailure(
      'not_allowed',
      `No key for ${api_url} is known: run "taskfold login", set TASKFOLD_API_KEY, or give --api-key-file.`,
    );
  }
  return { api_url, api_key: key };
}

/** The profile of that name; without one the current one, else the local stack. */
async function storedProfile(name: string | undefined, env: NodeJS.ProcessEnv): Promise<Profile | undefined> {
  const path = profilesPath(env);
  const { current, profiles } = await readProfiles(path);
  const wanted = name ?? current;
  if (wanted === null) return await localProfile(env);
  const found = Object.hasOwn(profiles, wanted) ? profiles[wanted] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(profiles);
  throw new CommandFailure(
    'usage',
    `${path} has no profile ${wanted}${known.length === 0 ? '' : `, only ${known.join(', ')}`}: run "taskfold login --profile ${wanted}".`,
  );
}

/** @returns the address without a slash at its end */
export function baseUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw new CommandFailure(
      'usage',
      `${text} is no address of an API: it must be like https://tasks.example.com.`,
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/$/, '');
}

/** @returns the key that a file holds */
export async function keyInFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new CommandFailure('usage', `The key cannot be read: ${cause.message}`, { cause });
  });
  return text.trim();
}
