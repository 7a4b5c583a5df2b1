import { statePaths } from '@taskfold/local-state';
import { expect, test } from 'vitest';
import { createStarted } from '../services/started.ts';
import { startServers } from './servers.ts';

test.each(['DATABASE_DIRECT_URL', 'DATABASE_REPLICA_URL'])(
  'services never see %s of another database than the one that is started here',
  async (name) => {
    const started = startServers({
      paths: statePaths({ TASKFOLD_STATE_DIR: '/nonexistent' }),
      env: { [name]: 'postgresql://elsewhere/taskfold', DATABASE_URL: '' },
      started: createStarted(),
      onProgress: () => {},
      signal: AbortSignal.abort(),
    });
    await expect(started).rejects.toThrow(`${name} is set and DATABASE_URL is not`);
  },
);
