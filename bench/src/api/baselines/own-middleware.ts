// Everything that a request to ours passes, but the same task for everybody, from memory.

interface Parts {
  readonly configSchema: { parse(env: NodeJS.ProcessEnv): { readonly PORT: number } };
  readonly openDatabase: (options: object) => object;
  readonly createService: (options: object) => {
    readonly server: { listen(port: number, host: string): Promise<number> };
  };
}

/** The service is no library that others import: only this measurement looks inside. */
const service = async (file: string): Promise<Parts> =>
  await import(new URL(`../../../../services/api/src/${file}.ts`, import.meta.url).href);

const { configSchema } = await service('config');
const { openDatabase } = await service('database');
const { createService } = await service('service');
const { apiKeyHash } = await import('@taskfold/access');
const { createPool, createTaskReader } = await import('@taskfold/database');
const { createLogger, createRegistry } = await import('@taskfold/runtime');

const config = configSchema.parse({ ...process.env, KAFKA_BROKERS: 'unused:1' });
const logger = createLogger({ service: 'api', level: 'warn' });
const pool = createPool({ url: process.env.DATABASE_URL ?? '', applicationName: 'bench', max: 1 });
const view = await createTaskReader(pool).get('bench', 'task_00000001');
await pool.end();
// As from the database, those that ask together are answered together, after a turn of the event loop. Answered one by one
// they take up to twice the time: each write wakes the client, which asks again before the others are served.
const get = () => new Promise<typeof view>((resolve) => setImmediate(resolve, view));
const { server } = createService({
  config,
  database: { ...openDatabase({ config, logger, onRelease: () => {} }), tasks: { get } },
  producer: { send: async () => [] },
  keyHash: apiKeyHash,
  logger,
  registry: createRegistry({ service: 'api' }),
});
await server.listen(config.PORT, '127.0.0.1');
