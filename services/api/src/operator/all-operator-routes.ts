import { randomBytes } from 'node:crypto';
import { OPERATOR_OPERATIONS } from '@taskfold/contract';
import openApi from '@taskfold/contract/operator-openapi.json' with { type: 'json' };
import type { PartitionState } from '@taskfold/database/operators';
import type { LogProducer } from '@taskfold/kafka';
import type { Config } from '../config.ts';
import { createSignedCursors } from '../cursors/signed-cursors.ts';
import type { Route } from '../http/route.ts';
import { type AuditReader, auditRoute } from './audit.ts';
import { type CallbackBacklogReader, callbackBacklogRoute } from './callback-backlog.ts';
import { type DeadLetterReader, deadLetterRoutes } from './dead-letters.ts';
import { type MisplacedReader, misplacedRoute } from './misplaced.ts';
import { operatorRoute } from './operator-route.ts';
import { partitionRoutes } from './partitions.ts';
import { type RebuildReader, rebuildsRoute } from './rebuilds.ts';
import { type RelayReader, relayRoute } from './relays.ts';
import { settingsRoute } from './settings.ts';
import { type DeadLetterSettlement, settleRoutes } from './settle-dead-letters.ts';
import type { PartitionStanding } from './standing.ts';
import { type TenantAccess, tenantAccessRoutes } from './tenant-access.ts';
import { type TenantAdministration, tenantRoutes } from './tenants.ts';

/** What operators ask of the database. */
export interface OperatorDatabase
  extends RelayReader,
    RebuildReader,
    MisplacedReader,
    CallbackBacklogReader,
    AuditReader {
  /** Of the projection and topic that the API serves. */
  partitions(): Promise<readonly PartitionState[]>;
  readonly deadLetters: DeadLetterReader & DeadLetterSettlement;
  readonly tenants: TenantAdministration & TenantAccess;
}

export interface OperatorRoutesOptions {
  readonly database: Omit<OperatorDatabase, 'partitions'>;
  readonly partitions: () => Promise<readonly PartitionStanding[]>;
  readonly producer: Pick<LogProducer, 'send'>;
  readonly config: Config;
}

/** Everything below `/operator/` of the admin port. */
export function allOperatorRoutes(options: OperatorRoutesOptions): readonly Route[] {
  const { database, partitions, producer, config } = options;
  const { TOPIC_EVENTS: topic, PUBLISH_TIMEOUT_MS: timeLimitMs, CURSOR_KEY: cursorKey } = config;
  // Without a key cursors are good for one process.
  const cursors = createSignedCursors(cursorKey ?? randomBytes(32));
  const { deadLetters, tenants } = database;
  return [
    ...partitionRoutes(partitions, { topic }),
    relayRoute(database),
    rebuildsRoute(database),
    misplacedRoute(database),
    callbackBacklogRoute(database),
    ...deadLetterRoutes(deadLetters, cursors),
    ...settleRoutes({ ...deadLetters, producer, timeLimitMs }),
    ...tenantRoutes(tenants),
    ...tenantAccessRoutes(tenants, cursors),
    auditRoute(database, cursors),
    settingsRoute(config),
    operatorRoute(OPERATOR_OPERATIONS.getOperatorOpenApi, async () => openApi),
  ];
}
