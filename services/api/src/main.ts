import { apiKeyHash, createKeyStore, createPool, createTaskReader } from '@taskfold/database';
import {
  createHealth,
  createLifecycle,
  createLogger,
  createRegistry,
  serviceCommand,
  untilAborted,
} from '@taskfold/runtime';
import { configSchema } from './config.ts';
import { DATABASE_CHECK, start } from './start.ts';

const command = serviceCommand({
  name: 'api',
  summary: 'Answers questions about tasks over HTTP.',
  schema: configSchema,
  args: process.argv.slice(2),
  env: process.env,
});
if (command.kind === 'run') {
  const { config } = command;
  const logger = createLogger({ service: 'api', level: config.LOG_LEVEL });
  const health = createHealth({ required: [DATABASE_CHECK] });
  const lifecycle = createLifecycle({ logger, health });
  await lifecycle.run(async (signal) => {
    const pool = createPool({
      url: config.DATABASE_URL,
      ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
      max: config.DATABASE_POOL_MAX,
      applicationName: 'taskfold-api',
      statementTimeoutMs: config.STATEMENT_TIMEOUT_MS,
      byKeyOnly: true,
      logger,
    });
    lifecycle.onRelease('database', () => pool.end());
    const keys = createKeyStore(pool, logger);
    lifecycle.onRelease('use of keys', () => keys.stop());
    const tasks = createTaskReader(pool);
    await start({
      config,
      database: {
        tasks,
        findKey: (hash) => keys.find(hash),
        figures: () => ({
          connections: pool.totalCount,
          idleConnections: pool.idleCount,
          waiting: pool.waitingCount,
          ...tasks.figures,
        }),
        ping: () => pool.query('SELECT 1'),
      },
      keyHash: apiKeyHash,
      logger,
      registry: createRegistry({ service: 'api' }),
      health,
      lifecycle,
    });
    await untilAborted(signal);
  });
} else if (command.code === 0) {
  process.stdout.write(command.text);
} else {
  process.stderr.write(command.error);
  process.exitCode = command.code;
}
