import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)));

/** Everything that the local stack keeps between runs. */
export interface StatePaths {
  readonly folder: string;
  readonly postgres: string;
  readonly kafka: string;
  readonly logs: string;
  /** Keys of the demo tenants and the operator token. */
  readonly secrets: string;
  /** Addresses and keys of the stack that runs now. */
  readonly localFile: string;
  /** Held by the stack that runs now. */
  readonly lock: string;
}

/** `.taskfold` at the top of the repository, or where TASKFOLD_STATE_DIR says. */
export function statePaths(env: NodeJS.ProcessEnv): StatePaths {
  const folder = resolve(ROOT, env.TASKFOLD_STATE_DIR ?? '.taskfold');
  return {
    folder,
    postgres: join(folder, 'postgres'),
    kafka: join(folder, 'kafka'),
    logs: join(folder, 'logs'),
    secrets: join(folder, 'secrets.json'),
    localFile: join(folder, 'local.json'),
    lock: join(folder, 'run.lock'),
  };
}
