import {
  getCallbackBacklogQuery,
  OPERATOR_OPERATIONS,
  toWireTime,
  toWireTimeOrNull,
} from '@taskfold/contract';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import { operatorRoute } from './operator-route.ts';
import type { CallbackBacklog, OwedCallbacks } from './read-callback-backlog.ts';

export interface CallbackBacklogReader {
  /** @param limit how many hosts at most */
  callbackBacklog(limit: number): Promise<CallbackBacklog>;
}

/** `GET /operator/callbacks`: callbacks that are owed, in all and by host. */
export function callbackBacklogRoute({ callbackBacklog }: CallbackBacklogReader): Route {
  return operatorRoute(OPERATOR_OPERATIONS.getCallbackBacklog, async ({ url }) => {
    const { limit } = readQuery(getCallbackBacklogQuery, url);
    const { hosts, ...inAll } = await callbackBacklog(limit);
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
    };
  });
}

function owedShown({ ready, leased, waiting, oldestReadySeconds }: OwedCallbacks) {
  return { ready, leased, waiting, oldest_ready_seconds: Math.round(oldestReadySeconds * 1000) / 1000 };
}
