import { readLocalFile, statePaths } from '@taskfold/local-state';
import type { Profile } from './profiles.ts';

/** The API that `npm start` of this repository has brought up, as a profile; `undefined` where none runs. */
export async function localProfile(env: NodeJS.ProcessEnv): Promise<Profile | undefined> {
  return await readLocalFile(statePaths(env).localFile);
}
