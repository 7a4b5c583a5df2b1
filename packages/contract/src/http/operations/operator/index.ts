import { z } from 'zod';
import { jsonAnswer, noQuery, type Operation } from '../../operation.ts';
import { listAudit } from './audit.ts';
import { getCallbackBacklog } from './callbacks.ts';
import { discardDeadLetter, getDeadLetter, listDeadLetters, redriveDeadLetter } from './dead-letters.ts';
import { listSettings } from './settings.ts';
import { listHalts, listMisplaced, listPartitions, listRebuilds, listRelays } from './standing.ts';
import {
  createTenant,
  createTenantKey,
  disableTenant,
  enableTenant,
  listTenantKeys,
  listTenantSecrets,
  listTenants,
  replaceTenantSecret,
  revokeTenantKey,
  revokeTenantSecret,
} from './tenants.ts';

const getOperatorOpenApi = {
  id: 'getOperatorOpenApi',
  method: 'GET',
  path: '/operator/openapi.json',
  scope: null,
  tag: 'Documentation',
  summary: 'This description',
  description: 'The OpenAPI 3.1 document that what operators ask for is tested against.',
  query: noQuery,
  answers: { 200: jsonAnswer('The document.', z.record(z.string(), z.unknown())) },
  errors: ['invalid_request'],
} as const satisfies Operation;

/**
 * Every operation of the admin port below `/operator/`. None asks for a key of a tenant: the port asks for the operator's token before
 * it looks at a path.
 */
export const OPERATOR_OPERATIONS = {
  listPartitions,
  listHalts,
  listRelays,
  listRebuilds,
  listMisplaced,
  getCallbackBacklog,
  listDeadLetters,
  getDeadLetter,
  redriveDeadLetter,
  discardDeadLetter,
  listTenants,
  createTenant,
  disableTenant,
  enableTenant,
  createTenantKey,
  listTenantKeys,
  revokeTenantKey,
  listTenantSecrets,
  replaceTenantSecret,
  revokeTenantSecret,
  listAudit,
  listSettings,
  getOperatorOpenApi,
} as const satisfies Record<string, Operation>;
