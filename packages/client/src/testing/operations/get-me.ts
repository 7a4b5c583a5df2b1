import { SCOPES } from '@taskfold/contract';
import type { Handler } from '../http/exchange.ts';
import { cached } from '../http/pages.ts';
import { TENANT } from '../projection/check-event.ts';

/** `GET /v1/me`: there is one key, which may do everything. */
export function getMe(): Handler {
  const me = {
    object: 'me',
    kind: 'api_key',
    tenant_id: TENANT,
    project_id: 'default',
    key_id: 'key_test',
    scopes: SCOPES,
    expires_at: null,
    task_id: null,
    filter: null,
  };
  return () => cached(JSON.stringify(me));
}
