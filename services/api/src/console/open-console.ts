import { CONSOLE_FOLDER, OPERATOR_CONSOLE_FOLDER } from '@taskfold/console';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createSessionCookies, type SessionCookies } from '../sessions/session-cookies.ts';
import { createConsoleSessions } from '../tokens/console-sessions.ts';
import { readConsole } from './console-files.ts';
import { type ConsolePages, consolePages } from './console-pages.ts';

type ConsoleConfig = Pick<Config, 'CONSOLE' | 'CONSOLE_MEDIA_ORIGINS' | 'CONSOLE_SESSION_HOURS'>;

/** The pages of tenants, where they are wanted and were built. */
export function openTenantConsole(config: ConsoleConfig, logger: Logger): ConsolePages | undefined {
  return open({
    folder: CONSOLE_FOLDER,
    path: '/console',
    mediaOrigins: config.CONSOLE_MEDIA_ORIGINS,
    told: {
      'media-origins': config.CONSOLE_MEDIA_ORIGINS.join(' '),
      'session-hours': String(config.CONSOLE_SESSION_HOURS),
    },
    config,
    logger,
  });
}

/** The sessions that browsers may keep, where there is the console and it is wanted that they do. @param keys sign them */
export function openSessionCookies(
  config: Pick<Config, 'CONSOLE' | 'CONSOLE_SESSION_HOURS' | 'PUBLIC_URL'>,
  keys: readonly (string | Buffer)[],
): SessionCookies | undefined {
  if (config.CONSOLE === 'off' || config.CONSOLE_SESSION_HOURS === 0) return undefined;
  return createSessionCookies(createConsoleSessions(keys), config.PUBLIC_URL);
}

/** The pages of operators, which show nothing of other origins. */
export function openOperatorConsole(config: ConsoleConfig, logger: Logger): ConsolePages | undefined {
  return open({
    folder: OPERATOR_CONSOLE_FOLDER,
    path: '/operator/console',
    mediaOrigins: [],
    told: {},
    config,
    logger,
  });
}

interface OpenOptions {
  readonly folder: string;
  readonly path: string;
  readonly mediaOrigins: readonly string[];
  readonly told: Readonly<Record<string, string>>;
  readonly config: ConsoleConfig;
  readonly logger: Logger;
}

function open({ folder, path, mediaOrigins, told, config, logger }: OpenOptions): ConsolePages | undefined {
  if (config.CONSOLE === 'off') return undefined;
  const files = readConsole(folder, told);
  if (files !== null) return consolePages({ files, path, mediaOrigins });
  logger.warn(
    `the console was not built, and there is nothing at ${path}: npm run build -w @taskfold/console`,
  );
  return undefined;
}
