import type { Scope } from '@taskfold/contract';
import type { RequestHandler } from 'express';
import { contextOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';

/** Refuses with 403 `forbidden` a key that lacks the scope. Comes after authentication. */
export function requireScope(scope: Scope): RequestHandler {
  const headers = [
    'WWW-Authenticate',
    `Bearer realm="taskfold", error="insufficient_scope", scope="${scope}"`,
  ];
  return (_request, response, next) => {
    if (contextOf(response).caller?.scopes.has(scope)) next();
    else throw new ApiError('forbidden', { message: `This API key lacks the scope ${scope}.`, headers });
  };
}
