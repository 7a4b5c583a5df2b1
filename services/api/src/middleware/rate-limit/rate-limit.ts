import type { RequestHandler } from 'express';
import { callerOf, contextOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { type Budgets, createBudgets } from './budgets.ts';

const MINUTE = 60;
const MAX_KEYS = 100_000;

/** Requests within a minute. */
export interface RateLimits {
  readonly perKey: number;
  /** With all of its keys. */
  readonly perTenant: number;
}

/**
 * Gives every key and every tenant a budget of requests, in this process. What is left of the key's is said on every answer, by
 * draft 11 of the IETF's RateLimit fields, and of the tenant's where that is less; a request beyond one of them is refused with 429 and
 * `Retry-After`, and takes nothing from the other. Comes after authentication.
 */
export function rateLimit({ perKey, perTenant }: RateLimits, now?: () => number): RequestHandler {
  const budgetsOf = (quota: number): Budgets =>
    createBudgets({ quota, windowSeconds: MINUTE, maxNames: MAX_KEYS, ...(now && { now }) });
  const keys = budgetsOf(perKey);
  const tenants = budgetsOf(perTenant);
  const keyPolicy = `"key";q=${perKey};w=${MINUTE}`;
  const bothPolicies = `${keyPolicy}, "tenant";q=${perTenant};w=${MINUTE}`;
  return (_request, response, next) => {
    const context = contextOf(response);
    const { keyId, tenantId } = callerOf(context);
    const key = keys.take(keyId);
    const tenant = key.allowed ? tenants.take(tenantId) : tenants.look(tenantId);
    if (!tenant.allowed && key.allowed) keys.giveBack(keyId);
    const left = `"key";r=${key.remaining};t=${key.fullInSeconds}`;
    const tells = tenant.remaining < key.remaining;
    context.headers = [
      'RateLimit-Policy',
      tells ? bothPolicies : keyPolicy,
      'RateLimit',
      tells ? `${left}, "tenant";r=${tenant.remaining};t=${tenant.fullInSeconds}` : left,
    ];
    if (key.allowed && tenant.allowed) return next();
    const refusing = key.allowed ? tenant : key;
    throw new ApiError('rate_limited', { headers: ['Retry-After', String(refusing.nextInSeconds)] });
  };
}
