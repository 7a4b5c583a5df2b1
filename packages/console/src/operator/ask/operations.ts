import type { OPERATOR_OPERATIONS } from '@taskfold/contract';

type Contract = typeof OPERATOR_OPERATIONS;

/** How the console asks for an operation of the contract. The types say so where one has moved. */
export const OPERATIONS = {
  listPartitions: 'GET /operator/partitions',
  listRelays: 'GET /operator/relays',
  listRebuilds: 'GET /operator/rebuilds',
  listMisplaced: 'GET /operator/misplaced',
  getCallbackBacklog: 'GET /operator/callbacks',
  listDeadLetters: 'GET /operator/dead-letters',
  getDeadLetter: 'GET /operator/dead-letters/{topic}/{partition}/{offset}',
  redriveDeadLetter: 'POST /operator/dead-letters/{topic}/{partition}/{offset}/redrive',
  discardDeadLetter: 'POST /operator/dead-letters/{topic}/{partition}/{offset}/discard',
  listTenants: 'GET /operator/tenants',
  createTenant: 'POST /operator/tenants',
  disableTenant: 'POST /operator/tenants/{tenant_id}/disable',
  enableTenant: 'POST /operator/tenants/{tenant_id}/enable',
  createTenantKey: 'POST /operator/tenants/{tenant_id}/keys',
  listTenantKeys: 'GET /operator/tenants/{tenant_id}/keys',
  revokeTenantKey: 'POST /operator/tenants/{tenant_id}/keys/{key_id}/revoke',
  listTenantSecrets: 'GET /operator/tenants/{tenant_id}/callback-secrets',
  replaceTenantSecret: 'POST /operator/tenants/{tenant_id}/callback-secrets',
  revokeTenantSecret: 'POST /operator/tenants/{tenant_id}/callback-secrets/{secret_id}/revoke',
  listAudit: 'GET /operator/audit',
  listSettings: 'GET /operator/settings',
} as const satisfies {
  readonly [Id in keyof Contract]?: `${Contract[Id]['method']} ${Contract[Id]['path']}`;
};

export type OperationId = keyof typeof OPERATIONS;

type Parsed<Schema> = Schema extends { parse(data: unknown): infer Value } ? Value : never;
type BodyOf<Answer> = Answer extends {
  readonly content: { readonly 'application/json': { readonly schema: infer Schema } };
}
  ? Parsed<Schema>
  : never;

/** What an operation answers with where it does what is asked. */
export type OperatorAnswer<Id extends OperationId> = BodyOf<
  Contract[Id]['answers'][keyof Contract[Id]['answers']]
>;

export type Partition = OperatorAnswer<'listPartitions'>['data'][number];
export type Relay = OperatorAnswer<'listRelays'>['data'][number];
export type ListedRebuild = OperatorAnswer<'listRebuilds'>['data'][number];
export type MisplacedSource = OperatorAnswer<'listMisplaced'>['data'][number];
/** What is owed in all, and by host. */
export type CallbackSums = OperatorAnswer<'getCallbackBacklog'>;
export type OwedHost = CallbackSums['hosts'][number];
export type Breaker = CallbackSums['breakers'][number];
export type ListedSetting = OperatorAnswer<'listSettings'>['data'][number];
export type ListedLetter = OperatorAnswer<'listDeadLetters'>['data'][number];
export type OpenedLetter = OperatorAnswer<'getDeadLetter'>;
export type Tenant = OperatorAnswer<'listTenants'>['data'][number];
export type ListedKey = OperatorAnswer<'listTenantKeys'>['data'][number];
export type CallbackSecret = OperatorAnswer<'listTenantSecrets'>['data'][number];
