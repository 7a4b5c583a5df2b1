import { createLogger } from '@taskfold/runtime';
import { migrationCommand } from './command-line.ts';
import { migrate } from './migrate.ts';

const command = migrationCommand(process.argv.slice(2), process.env);
process.exitCode = command.kind === 'exit' ? command.code : 1;
if (command.kind === 'run') await run(command);
else if (command.code === 0) process.stdout.write(command.text);
else process.stderr.write(command.error);

async function run({ url, retry }: { url: string; retry: string | undefined }): Promise<void> {
  const logger = createLogger({ service: 'taskfold-migrate', level: process.env.LOG_LEVEL || 'info' });
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // Once: a second signal ends the process there and then.
    process.once(name, () => stopping.abort(new Error(`stopped by ${name}`)));
  }
  try {
    const { applied } = await migrate({
      url,
      logger,
      signal: stopping.signal,
      ...(retry !== undefined && { retry }),
    });
    logger.info({ applied: applied.length }, 'the database is up to date');
    process.exitCode = 0;
  } catch (error) {
    logger.fatal({ err: error }, 'the database was not migrated');
  }
}
