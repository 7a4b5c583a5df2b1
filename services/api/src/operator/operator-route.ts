import type { Operation } from '@taskfold/contract';
import type { Request } from 'express';
import type { z } from 'zod';
import { invalidRequest, problemsOf } from '../errors/invalid-request.ts';
import { type Route, routeOf } from '../http/route.ts';

/**
 * The route of an operation for operators. A body is read as JSON whatever its type is said to be: `curl -d` calls all of them forms.
 *
 * @param handle returns what is answered as JSON, with the one status that the operation has; throws an ApiError
 */
export function operatorRoute(operation: Operation, handle: (request: Request) => Promise<object>): Route {
  const [status] = Object.keys(operation.answers).map(Number);
  if (status === undefined) throw new Error(`${operation.id} has no answer`);
  return routeOf(
    operation,
    async (request) => ({
      status,
      headers: ['Cache-Control', 'no-store'],
      body: JSON.stringify(await handle(request)),
    }),
    { takes: () => true },
  );
}

/** @throws ApiError `invalid_request` naming every part of the path at fault */
export function readPath<Schema extends z.ZodType>(schema: Schema, { params }: Request): z.output<Schema> {
  const result = schema.safeParse(params);
  if (!result.success) throw invalidRequest(result.error.issues.flatMap(problemsOf));
  return result.data;
}

/** The tenant that the path names. */
export function tenantIn({ params }: Request): string {
  return String(params.tenant_id);
}
