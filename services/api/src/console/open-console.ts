import { CONSOLE_FOLDER, OPERATOR_CONSOLE_FOLDER } from '@taskfold/console';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { readConsole } from './console-files.ts';
import { type ConsolePages, consolePages } from './console-pages.ts';

type ConsoleConfig = Pick<Config, 'CONSOLE' | 'CONSOLE_MEDIA_ORIGINS'>;

/** The pages of tenants, where they are wanted and were built. */
export function openTenantConsole(config: ConsoleConfig, logger: Logger): ConsolePages | undefined {
  return open({
    folder: CONSOLE_FOLDER,
    path: '/console',
    mediaOrigins: config.CONSOLE_MEDIA_ORIGINS,
    config,
    logger,
  });
}

/** The pages of operators, which show nothing of other origins. */
export function openOperatorConsole(config: ConsoleConfig, logger: Logger): ConsolePages | undefined {
  return open({
    folder: OPERATOR_CONSOLE_FOLDER,
    path: '/operator/console',
    mediaOrigins: [],
    config,
    logger,
  });
}

interface OpenOptions {
  readonly folder: string;
  readonly path: string;
  readonly mediaOrigins: readonly string[];
  readonly config: ConsoleConfig;
  readonly logger: Logger;
}

function open({ folder, path, mediaOrigins, config, logger }: OpenOptions): ConsolePages | undefined {
  if (config.CONSOLE === 'off') return undefined;
  const files = readConsole(folder, mediaOrigins);
  if (files !== null) return consolePages({ files, path, mediaOrigins });
  logger.warn(
    `the console was not built, and there is nothing at ${path}: npm run build -w @taskfold/console`,
  );
  return undefined;
}
