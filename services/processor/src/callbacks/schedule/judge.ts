import type { CallbackOutcome } from '@taskfold/contract';
import type { SendResult } from '../http/sender.ts';
import { nextWait } from './schedule.ts';

/** Why an attempt failed, as the envelope and the delivery log name it. */
type CallbackError =
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'http_4xx'
  | 'http_5xx'
  | 'redirect'
  | 'gone'
  | 'blocked';

export interface Judgement {
  readonly outcome: CallbackOutcome;
  /** Null when it was delivered. */
  readonly error: CallbackError | null;
  /** What the receiver answered; null where it did not, or not with a status of HTTP. */
  readonly statusCode: number | null;
  /** Until the next attempt, in milliseconds; null unless the outcome is `retrying`. */
  readonly waitMs: number | null;
}

export interface JudgeOptions {
  readonly schedule: readonly number[];
  /** Attempts of this schedule, this one included. */
  readonly made: number;
  readonly random?: () => number;
}

/**
 * What an attempt means for its delivery:
 *
 * | attempt                         | outcome                                       | error                            |
 * | ------------------------------- | --------------------------------------------- | -------------------------------- |
 * | 2xx                             | `delivered`                                   | –                                |
 * | 410                             | `gone`: the receiver wants no more            | `gone`                           |
 * | refused by the rules            | `blocked`: it would be refused again          | `blocked`                        |
 * | any other answer, or none       | `retrying`, or `exhausted` after the last one | by the status, or where it broke |
 */
export function judge(
  result: Exclude<SendResult, { kind: 'not_attempted' }>,
  options: JudgeOptions,
): Judgement {
  if (result.kind === 'blocked') {
    return { outcome: 'blocked', error: 'blocked', statusCode: null, waitMs: null };
  }
  if (result.kind === 'failed') return again(result.error, null, null, options);
  const statusCode = result.statusCode >= 100 && result.statusCode <= 599 ? result.statusCode : null;
  if (result.statusCode >= 200 && result.statusCode <= 299) {
    return { outcome: 'delivered', error: null, statusCode, waitMs: null };
  }
  if (statusCode === 410) return { outcome: 'gone', error: 'gone', statusCode, waitMs: null };
  const asked = statusCode === 429 || statusCode === 503 ? result.retryAfterMs : null;
  return again(errorOf(result.statusCode), statusCode, asked, options);
}

function again(
  error: CallbackError,
  statusCode: number | null,
  retryAfterMs: number | null,
  options: JudgeOptions,
): Judgement {
  const waitMs = nextWait({ ...options, retryAfterMs });
  return { outcome: waitMs === null ? 'exhausted' : 'retrying', error, statusCode, waitMs };
}

function errorOf(statusCode: number): CallbackError {
  if (statusCode >= 300 && statusCode <= 399) return 'redirect';
  return statusCode >= 400 && statusCode <= 499 ? 'http_4xx' : 'http_5xx';
}
