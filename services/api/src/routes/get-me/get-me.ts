import { OPERATIONS } from '@taskfold/contract';
import type { TaskFilter } from '../../context/grant.ts';
import { callerOf } from '../../context/request-context.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';

/** `GET /v1/me`: whose key or token the request came with, and what it may do. */
export function getMe(): Route {
  return routeOf(OPERATIONS.getMe, (_request, context): Reply => {
    const { tenantId, projectId, keyId, scopes, expiresAtMs, grant } = callerOf(context);
    const answer = {
      object: 'me',
      kind: grant === undefined ? 'api_key' : 'read_token',
      tenant_id: tenantId,
      project_id: projectId,
      key_id: keyId,
      scopes: [...scopes],
      expires_at: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
      task_id: grant?.kind === 'task' ? grant.taskId : null,
      filter: grant?.kind === 'filter' ? filterOf(grant.filter) : null,
    };
    return { status: 200, headers: ['Cache-Control', 'no-store'], body: JSON.stringify(answer) };
  });
}

function filterOf({ projectId, clientRequestId, metadata }: TaskFilter) {
  return {
    project_id: projectId,
    client_request_id: clientRequestId,
    metadata: Object.fromEntries(metadata),
  };
}
