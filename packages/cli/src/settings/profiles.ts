import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { writePrivateFile } from '@taskfold/local-state';
import { z } from 'zod';
import { CommandFailure } from '../outcome/command-failure.ts';

const profile = z.object({ api_url: z.url({ protocol: /^https?$/ }), api_key: z.string().min(1) });

/** Where an API is, and a key to it. */
export type Profile = z.output<typeof profile>;

const profiles = z.object({
  /** The one that is taken where none is named. */
  current: z.string().nullable(),
  profiles: z.record(z.string(), profile),
});

export type Profiles = z.output<typeof profiles>;

const NONE: Profiles = { current: null, profiles: {} };

/** `~/.config/taskfold/profiles.json`, or below XDG_CONFIG_HOME. */
export function profilesPath(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'taskfold/profiles.json');
}

/**
 * @returns none where there is no such file
 * @throws CommandFailure where the file is there and is not what was written
 */
export async function readProfiles(path: string): Promise<Profiles> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return NONE;
  try {
    return profiles.parse(JSON.parse(text));
  } catch (cause) {
    throw new CommandFailure(
      'usage',
      `${path} is no file of profiles: mend it, or remove it and log in again.`,
      {
        cause,
      },
    );
  }
}

/** What is stored is the old content or the new one, readable for its owner alone. */
export async function writeProfiles(path: string, content: Profiles): Promise<void> {
  await writePrivateFile(path, content);
}
