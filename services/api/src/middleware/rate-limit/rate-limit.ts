import type { RequestHandler } from 'express';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf, contextOf } from '../request-context/request-context.ts';
import { type Budgets, createBudgets } from './budgets.ts';

const MINUTE = 60;
const MAX_KEYS = 100_000;

/**
 * Gives every key a budget of requests, in this process. What is left is said on every answer, by draft 11 of the IETF's
 * RateLimit fields; a request beyond it is refused with 429 and `Retry-After`. Comes after authentication.
 */
export function rateLimit(perMinute: number, now?: () => number): RequestHandler {
  const options = { quota: perMinute, windowSeconds: MINUTE, maxNames: MAX_KEYS };
  const budgets: Budgets = createBudgets(now === undefined ? options : { ...options, now });
  const policy = `"key";q=${perMinute};w=${MINUTE}`;
  return (_request, response, next) => {
    const context = contextOf(response);
    const budget = budgets.take(callerOf(context).keyId);
    context.headers = [
      'RateLimit-Policy',
      policy,
      'RateLimit',
      `"key";r=${budget.remaining};t=${budget.fullInSeconds}`,
    ];
    if (budget.allowed) return next();
    throw new ApiError('rate_limited', { headers: ['Retry-After', String(budget.nextInSeconds)] });
  };
}
