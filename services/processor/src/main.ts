import { directAddress, pathFault } from '@taskfold/database';
import { kafkaConnection, kafkaFaultOf } from '@taskfold/kafka';
import {
  createHealth,
  createLifecycle,
  createLogger,
  createRegistry,
  runService,
  startTelemetry,
  untilAborted,
} from '@taskfold/runtime';
import { type Config, checkedConfigSchema } from './config.ts';
import { CLIENT_ID, checksOf, poolOptions, start } from './start.ts';

async function run(config: Config, warnings: readonly string[]): Promise<number> {
  const logger = createLogger({ service: 'processor', level: config.LOG_LEVEL });
  for (const warning of warnings) logger.warn(warning);
  const health = createHealth({ required: checksOf(config.ROLES) });
  const lifecycle = createLifecycle({ logger, health });
  return await lifecycle.run(async (signal) => {
    const registry = createRegistry({ service: 'processor', env: process.env });
    const telemetry = await startTelemetry({
      service: 'taskfold-processor',
      env: process.env,
      registry,
      logger,
    });
    lifecycle.onRelease('telemetry', () => telemetry.stop());
    await start({ config, logger, registry, health, lifecycle, tracing: telemetry.tracing });
    await untilAborted(signal);
  });
}

await runService({
  name: 'processor',
  summary:
    'folds task events from Kafka into the projection in PostgreSQL, publishes what changed, and calls back.',
  schema: checkedConfigSchema,
  reach: (config) => [
    pathFault({ pooled: poolOptions(config), direct: directAddress(config) }),
    kafkaFaultOf(kafkaConnection(config, CLIENT_ID)),
  ],
  run,
});
