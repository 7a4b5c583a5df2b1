import { createTokenBody } from '@taskfold/contract';
import type { Access } from '../http/access.ts';
import type { Handler } from '../http/exchange.ts';
import { uncached } from '../http/pages.ts';
import { readBody } from '../http/read-request.ts';

const DEFAULT_SECONDS = 600;

/** `POST /v1/tokens`: a token that reads one task, or those of a filter, for some minutes. */
export function createToken(access: Access): Handler {
  return (exchange) => {
    const { task_id, filter, expires_in } = readBody(createTokenBody, exchange);
    const filters = {
      project_id: filter?.project_id ?? undefined,
      client_request_id: filter?.client_request_id ?? undefined,
      metadata: filter?.metadata ?? undefined,
    };
    const { token, grant } = access.issue(
      { taskId: task_id ?? null, filters },
      expires_in ?? DEFAULT_SECONDS,
    );
    const answer = {
      object: 'read_token',
      token,
      scope: 'tasks:read',
      task_id: task_id ?? null,
      filter: filter ?? null,
      expires_at: new Date(grant.expiresAtMs).toISOString(),
    };
    return uncached(JSON.stringify(answer), 201);
  };
}
