import { createHash, timingSafeEqual } from 'node:crypto';
import type { Logger } from '@taskfold/runtime';
import type { RequestHandler } from 'express';
import { Counter, type Registry } from 'prom-client';
import { ApiError } from '../errors/api-error.ts';
import { createFailureBudget } from '../middleware/authentication/failure-budget.ts';

export interface OperatorTokenOptions {
  readonly token: string;
  readonly logger: Logger;
  readonly registry: Registry;
}

const WRONG_PER_MINUTE = 10;
const BEARER = /^bearer +(\S+)$/i;

/**
 * Lets nobody on who does not send the operator's token, whatever the path. An address may try so many wrong ones a minute; all are
 * counted, and the log has a line for each that is within the budget, so that nobody floods it. The right token passes whatever came
 * before from its address.
 */
export function operatorToken({ token, logger, registry }: OperatorTokenOptions): RequestHandler {
  const failures = createFailureBudget(WRONG_PER_MINUTE);
  const wrong = new Counter({
    name: 'taskfold_operator_wrong_tokens_total',
    help: 'Requests below /operator/ with a wrong token',
    registers: [registry],
  });

  return (request, _response, next) => {
    const { authorization } = request.headers;
    if (isToken(BEARER.exec(authorization ?? '')?.[1] ?? '', token)) return next();
    if (authorization !== undefined) {
      const address = request.socket.remoteAddress;
      wrong.inc();
      if (!failures.take(address)) throw failures.refusal(address);
      logger.warn({ address }, 'a request to the operator port has a wrong token');
    }
    throw new ApiError('unauthorized', {
      message: 'The operator token is required.',
      headers: ['WWW-Authenticate', 'Bearer realm="taskfold operators"'],
    });
  };
}

/** Takes as long whatever was sent. */
function isToken(sent: string, token: string): boolean {
  const [left, right] = [sent, token].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
