import type { RequestHandler } from 'express';
import { ApiError } from '../../errors/api-error.ts';
import { sendReply } from '../../http/reply.ts';

/** Answers what no operation of the path took: OPTIONS with 204, anything else with 405, both with `Allow`. */
export function methodNotAllowed(methods: readonly string[]): RequestHandler {
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  const headers = ['Allow', allowed];
  return (request, response) => {
    if (request.method === 'OPTIONS') sendReply(request, response, { status: 204, headers, body: null });
    else throw new ApiError('method_not_allowed', { headers });
  };
}
