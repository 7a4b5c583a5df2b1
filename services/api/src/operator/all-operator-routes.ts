import { randomBytes } from 'node:crypto';
import { OPERATOR_OPERATIONS } from '@taskfold/contract';
import openApi from '@taskfold/contract/operator-openapi.json' with { type: 'json' };
import type { PartitionState } from '@taskfold/database/operators';
import type { LogProducer } from '@taskfold/kafka';
import { createSignedCursors } from '../cursors/signed-cursors.ts';
import type { Route } from '../http/route.ts';
import { type DeadLetterReader, deadLetterRoutes } from './dead-letters.ts';
import { type MisplacedReader, misplacedRoute } from './misplaced.ts';
import { operatorRoute } from './operator-route.ts';
import { partitionRoutes } from './partitions.ts';
import { type RebuildReader, rebuildsRoute } from './rebuilds.ts';
import { type RelayReader, relayRoute } from './relays.ts';
import { type DeadLetterSettlement, settleRoutes } from './settle-dead-letters.ts';
import type { PartitionStanding } from './standing.ts';
import { type TenantAccess, tenantAccessRoutes } from './tenant-access.ts';
import { type TenantAdministration, tenantRoutes } from './tenants.ts';

/** What operators ask of the database. */
export interface OperatorDatabase extends RelayReader, RebuildReader, MisplacedReader {
  /** Of the projection and topic that the API serves. */
  partitions(): Promise<readonly PartitionState[]>;
  readonly deadLetters: DeadLetterReader & DeadLetterSettlement;
  readonly tenants: TenantAdministration & TenantAccess;
}

export interface OperatorRoutesOptions {
  readonly database: Omit<OperatorDatabase, 'partitions'>;
  readonly partitions: () => Promise<readonly PartitionStanding[]>;
  readonly producer: Pick<LogProducer, 'send'>;
  /** The events topic. */
  readonly topic: string;
  /** For the broker to take a record, in milliseconds. */
  readonly publishTimeoutMs: number;
  /** Signs cursors; without it they are good for one process. */
  readonly cursorKey: string | Buffer | undefined;
}

/** Everything below `/operator/` of the admin port. */
export function allOperatorRoutes(options: OperatorRoutesOptions): readonly Route[] {
  const { database, partitions, producer, topic, publishTimeoutMs: timeLimitMs } = options;
  const { deadLetters, tenants } = database;
  return [
    ...partitionRoutes(partitions, { topic }),
    relayRoute(database),
    rebuildsRoute(database),
    misplacedRoute(database),
    ...deadLetterRoutes(deadLetters, createSignedCursors(options.cursorKey ?? randomBytes(32))),
    ...settleRoutes({ ...deadLetters, producer, timeLimitMs }),
    ...tenantRoutes(tenants),
    ...tenantAccessRoutes(tenants),
    operatorRoute(OPERATOR_OPERATIONS.getOperatorOpenApi, async () => openApi),
  ];
}
