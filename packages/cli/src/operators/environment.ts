import { readLocalFile, statePaths, takeFromStack } from '@taskfold/local-state';
import type { Context } from '../program/context.ts';

/**
 * The environment, with the servers of the running local stack where it names none; that is noted. Where it names one of them,
 * nothing is taken: the database of one installation and the log of another are no pair.
 */
export async function operatorEnvironment({
  env,
  note,
}: Pick<Context, 'env' | 'note'>): Promise<Context['env']> {
  if (env.DATABASE_URL || env.KAFKA_BROKERS) return env;
  const { variables, notice } = takeFromStack(env, await readLocalFile(statePaths(env).localFile));
  if (notice !== null) note(notice.trimEnd());
  return { ...env, ...variables };
}
