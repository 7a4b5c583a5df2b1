import { SCOPES, type TaskFilters } from '@taskfold/contract';
import type { Handler } from '../http/exchange.ts';
import { uncached } from '../http/pages.ts';
import { KEY_ID, TENANT } from '../projection/check-event.ts';

/** `GET /v1/me`: the one key, which may do everything, or a read token that was made with it. */
export function getMe(): Handler {
  return ({ grant }) => {
    const me = {
      object: 'me',
      kind: grant === null ? 'api_key' : 'read_token',
      tenant_id: TENANT,
      project_id: 'default',
      key_id: KEY_ID,
      scopes: grant === null ? SCOPES : ['tasks:read'],
      expires_at: grant === null ? null : new Date(grant.expiresAtMs).toISOString(),
      task_id: grant?.taskId ?? null,
      filter: grant === null || grant.taskId !== null ? null : filterOf(grant.filters),
    };
    return uncached(JSON.stringify(me));
  };
}

function filterOf({ project_id, client_request_id, metadata }: TaskFilters) {
  return {
    project_id: project_id ?? null,
    client_request_id: client_request_id ?? null,
    metadata: metadata ?? {},
  };
}
