import {
  getCallbackBacklogQuery,
  OPERATOR_OPERATIONS,
  toWireTime,
  toWireTimeOrNull,
} from '@taskfold/contract';
import type { NotedBreaker } from '@taskfold/database/operators';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import { operatorRoute } from './operator-route.ts';
import type { CallbackBacklog, OwedCallbacks } from './read-callback-backlog.ts';

export interface CallbackBacklogReader {
  /** @param limit how many hosts at most */
  callbackBacklog(limit: number): Promise<CallbackBacklog>;
  /** Hosts that processors leave alone now. @param limit how many at most */
  openBreakers(limit: number): Promise<readonly NotedBreaker[]>;
}

/** `GET /operator/callbacks`: callbacks that are owed, in all and by host, and the hosts that do not answer. */
export function callbackBacklogRoute({ callbackBacklog, openBreakers }: CallbackBacklogReader): Route {
  return operatorRoute(OPERATOR_OPERATIONS.getCallbackBacklog, async ({ url }) => {
    const { limit } = readQuery(getCallbackBacklogQuery, url);
    const [{ hosts, ...inAll }, breakers] = await Promise.all([callbackBacklog(limit), openBreakers(limit)]);
    return {
      object: 'callback_backlog',
      ...owedShown(inAll),
      hosts: hosts.map((host) => ({
        host: host.host,
        ...owedShown(host),
        next_due_at: toWireTimeOrNull(host.nextDueAt),
        last_failure: host.lastFailure && {
          started_at: toWireTime(host.lastFailure.startedAt),
          attempt: host.lastFailure.attempt,
          error: host.lastFailure.error,
          status_code: host.lastFailure.statusCode,
        },
      })),
      breakers: breakers.map(breakerShown),
    };
  });
}

function owedShown({ ready, leased, waiting, oldestReadySeconds }: OwedCallbacks) {
  return { ready, leased, waiting, oldest_ready_seconds: Math.round(oldestReadySeconds * 1000) / 1000 };
}

function breakerShown(breaker: NotedBreaker) {
  return {
    host: breaker.host,
    state: breaker.rests ? 'open' : 'half_open',
    failures: breaker.failures,
    last_error: breaker.lastError,
    opened_at: toWireTime(breaker.openedAt),
    rests_until: toWireTime(breaker.restsUntil),
    processor: breaker.processor,
    noted_at: toWireTime(breaker.notedAt),
  };
}
