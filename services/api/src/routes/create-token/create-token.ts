import { createTokenBody, OPERATIONS } from '@taskfold/contract';
import { readJson } from '../../body/read-json.ts';
import type { Grant } from '../../context/grant.ts';
import { callerOf } from '../../context/request-context.ts';
import { ApiError } from '../../errors/api-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import type { ReadTokens } from '../../tokens/read-tokens.ts';

const DEFAULT_SECONDS = 600;
/** A token has to fit into a URL. */
const MAX_LENGTH = 4096;

/** `POST /v1/tokens`: a token that reads one task, or those of a filter, for some minutes. */
export function createToken(tokens: ReadTokens, now: () => number = Date.now): Route {
  return routeOf(OPERATIONS.createToken, (request, context): Reply => {
    const { tenantId, projectId, keyId, expiresAtMs } = callerOf(context);
    const { keyHash } = context;
    if (keyHash === null) throw new ApiError('unauthorized');
    const body = readJson(createTokenBody, request.body);
    const wanted = Math.floor(now() / 1000) + (body.expires_in ?? DEFAULT_SECONDS);
    // A token ends with its key, and with the session that it was made in.
    const expiresAt = Math.min(wanted, Math.floor((expiresAtMs ?? Infinity) / 1000));
    const grant = grantOf(body);
    const token = tokens.issue({ tenantId, projectId, keyId, keyHash, expiresAt, grant });
    if (token.length > MAX_LENGTH) {
      throw invalidRequest([
        { path: ['filter'], message: 'is too long for a token, which has to fit into a URL' },
      ]);
    }
    const answer = {
      object: 'read_token',
      token,
      scope: 'tasks:read',
      task_id: body.task_id ?? null,
      filter: body.filter ?? null,
      expires_at: new Date(expiresAt * 1000).toISOString(),
    };
    return { status: 201, headers: ['Cache-Control', 'no-store'], body: JSON.stringify(answer) };
  });
}

function grantOf({ task_id: taskId, filter }: ReturnType<typeof createTokenBody.parse>): Grant {
  if (taskId != null) return { kind: 'task', taskId };
  return {
    kind: 'filter',
    filter: {
      projectId: filter?.project_id ?? null,
      clientRequestId: filter?.client_request_id ?? null,
      metadata: Object.entries(filter?.metadata ?? {}),
    },
  };
}
