import {
  createHealth,
  createLifecycle,
  createLogger,
  createRegistry,
  print,
  printError,
  serviceCommand,
  startTelemetry,
  untilAborted,
} from '@taskfold/runtime';
import { checkedConfigSchema } from './config.ts';
import { checksOf, start } from './start.ts';

const command = serviceCommand({
  name: 'processor',
  summary:
    'folds task events from Kafka into the projection in PostgreSQL, publishes what changed, and calls back.',
  schema: checkedConfigSchema,
  args: process.argv.slice(2),
  env: process.env,
});
if (command.kind === 'run') {
  const { config } = command;
  const logger = createLogger({ service: 'processor', level: config.LOG_LEVEL });
  const health = createHealth({ required: checksOf(config.ROLES) });
  const lifecycle = createLifecycle({ logger, health });
  await lifecycle.run(async (signal) => {
    const registry = createRegistry({ service: 'processor' });
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
} else if (command.code === 0) {
  print(command.text);
} else {
  printError(command.error);
  process.exitCode = command.code;
}
