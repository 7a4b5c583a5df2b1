import type { RequestListener } from 'node:http';
import { createApp } from '../app.ts';
import { openOperatorConsole } from '../console/open-console.ts';
import { requestLog } from '../observability/request-log.ts';
import { allOperatorRoutes, type OperatorRoutesOptions } from './all-operator-routes.ts';
import { type OperatorTokenOptions, operatorToken } from './operator-token.ts';

export interface OperatorAppOptions extends Omit<OperatorTokenOptions, 'token'>, OperatorRoutesOptions {}

/**
 * What is below `/operator/` of the admin port, as a request listener; null where no token is set. Only the pages of the console are
 * there for whoever asks.
 */
export function createOperatorApp({
  config,
  logger,
  registry,
  ...parts
}: OperatorAppOptions): RequestListener | null {
  if (config.OPERATOR_TOKEN === undefined) return null;
  return createApp({
    routes: allOperatorRoutes({ ...parts, config }),
    console: openOperatorConsole(config, logger),
    gate: operatorToken({ token: config.OPERATOR_TOKEN, logger, registry }),
    observers: [requestLog(logger)],
    requestTimeLimitMs: config.REQUEST_TIMEOUT_MS,
    maxUrlLength: config.MAX_URL_LENGTH,
  });
}
