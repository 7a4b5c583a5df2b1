import type { Logger, OperatorAnswer, OperatorRequest, OperatorSurface } from '@taskfold/runtime';
import { ApiError } from '../errors/api-error.ts';
import { errorBody } from '../errors/error-body.ts';
import { failedAnswer } from './operator-error.ts';
import type { OperatorRoute } from './operator-route.ts';

export interface OperatorSurfaceOptions {
  readonly token: string;
  readonly routes: readonly OperatorRoute[];
  readonly logger: Logger;
}

interface Matched {
  readonly route: OperatorRoute;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * What operators may ask for and do. Each request is one line of the log, which names the route by its template and never
 * holds what was sent or answered.
 */
export function operatorSurface({ token, routes, logger }: OperatorSurfaceOptions): OperatorSurface {
  const matchers = routes.map((route) => ({ route, match: matcher(route.template) }));

  function find(path: string): Matched[] {
    return matchers.flatMap(({ route, match }) => {
      const params = match(path);
      return params === null ? [] : [{ route, params }];
    });
  }

  async function serve({ route, params }: Matched, request: OperatorRequest): Promise<OperatorAnswer> {
    const { query, body, requestId } = request;
    const began = performance.now();
    const line = (status: number) => ({
      request_id: requestId,
      method: route.method,
      route: route.template,
      status,
      ms: Math.round((performance.now() - began) * 1000) / 1000,
    });
    try {
      const answer = await route.handle({ params, query, body });
      logger.info(line(answer.status), 'operator request');
      return answer;
    } catch (error) {
      const { answer, code } = failedAnswer(error, requestId);
      const failed = { ...line(answer.status), code };
      if (answer.status >= 500) logger.error({ ...failed, err: error }, 'operator request');
      else logger.info(failed, 'operator request');
      return answer;
    }
  }

  return {
    token,
    async answer(request) {
      const found = find(request.path);
      if (found.length === 0) return null;
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const matched = found.find(({ route }) => route.method === method);
      if (matched !== undefined) return await serve(matched, request);
      const error = new ApiError('method_not_allowed');
      const allowed = found.map(({ route }) => (route.method === 'GET' ? 'GET, HEAD' : route.method));
      return {
        status: error.status,
        body: JSON.parse(errorBody(error, request.requestId)) as unknown,
        headers: { Allow: allowed.join(', ') },
      };
    },
  };
}

/** @returns what takes a path apart by the template; null for a path of another form */
function matcher(template: string): (path: string) => Readonly<Record<string, string>> | null {
  const parts = template.split('/');
  const isName = (part: string) => part.startsWith('{');
  return (path) => {
    const given = path.split('/');
    const fits = parts.every((part, index) => (isName(part) ? given[index] !== '' : given[index] === part));
    if (given.length !== parts.length || !fits) return null;
    try {
      return Object.fromEntries(
        parts.flatMap((part, index) =>
          isName(part) ? [[part.slice(1, -1), decodeURIComponent(given[index] ?? '')]] : [],
        ),
      );
    } catch {
      // Bytes that are no text name nothing.
      return null;
    }
  };
}
