import { OPERATOR_OPERATIONS, toWireTime } from '@taskfold/contract';
import type { RelayState } from '@taskfold/database/operators';
import type { Route } from '../http/route.ts';
import { operatorRoute } from './operator-route.ts';

export interface RelayReader {
  /** One for each topic that was ever published to. */
  relays(): Promise<readonly RelayState[]>;
}

/** `GET /operator/relays`: who publishes updates to which topic, and how far each partition of it is behind. */
export function relayRoute({ relays }: RelayReader): Route {
  return operatorRoute(OPERATOR_OPERATIONS.listRelays, async () => ({
    object: 'list',
    data: (await relays()).map(shown),
  }));
}

function shown({ topic, lease, lag }: RelayState) {
  return {
    object: 'relay',
    topic,
    lease: lease && {
      holder: lease.holder,
      epoch: lease.epoch,
      held: lease.isHeld,
      began_at: toWireTime(lease.beganAt),
      expires_at: toWireTime(lease.expiresAt),
    },
    lag_changes: lag.reduce((sum, { changes }) => sum + changes, 0),
    lag_seconds: Math.max(0, ...lag.map(({ seconds }) => seconds)),
    partitions: lag.map(({ partition, changes, seconds }) => ({
      partition,
      lag_changes: changes,
      lag_seconds: seconds,
    })),
  };
}
