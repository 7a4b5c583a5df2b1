import { createLogger, print, printError } from '@taskfold/runtime';
import { ensureLogins } from '../logins/ensure-login.ts';
import { type MigrationCommand, migrationCommand } from './command-line.ts';
import { migrate } from './migrate.ts';

const command = migrationCommand(process.argv.slice(2), process.env);
if (command.kind === 'run') {
  // Without waiting for a timer of ten seconds that the schema engine leaves behind.
  process.exit(await run(command));
} else {
  if (command.code === 0) print(command.text);
  else printError(command.error);
  process.exitCode = command.code;
}

/** @returns the exit code */
async function run({
  address,
  retry,
  logins,
  logLevel,
}: Extract<MigrationCommand, { kind: 'run' }>): Promise<number> {
  const logger = createLogger({ service: 'taskfold-migrate', level: logLevel });
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // Once: a second signal ends the process there and then.
    process.once(name, () => stopping.abort(new Error(`stopped by ${name}`)));
  }
  try {
    const { applied } = await migrate({
      ...address,
      logger,
      signal: stopping.signal,
      ...(retry !== undefined && { retry }),
    });
    await ensureLogins(address, logins);
    logger.info(
      { applied: applied.length, logins: logins.map(({ name }) => name) },
      'the database is up to date',
    );
    return 0;
  } catch (error) {
    logger.fatal({ err: error }, 'the database was not migrated');
    return 1;
  }
}
