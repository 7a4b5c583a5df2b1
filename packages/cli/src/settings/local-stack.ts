import { readLocalFile, statePaths } from '@taskfold/local-state';
import type { Profile } from './profiles.ts';

/** The API that `npm start` of this repository has brought up, as a profile; `undefined` where none runs. */
export async function localProfile(env: NodeJS.ProcessEnv): Promise<Profile | undefined> {
  const stack = await readLocalFile(statePaths(env).localFile);
  return stack && { api_url: stack.api_url, api_key: stack.api_key };
}

/** What its callbacks are signed with. */
export async function localCallbackSecret(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return (await readLocalFile(statePaths(env).localFile))?.callback_secret;
}
