import { issueWords } from '@taskfold/contract';
import type { OperatorAnswer } from '@taskfold/runtime';
import { z } from 'zod';
import { invalidRequest, problemsOf } from '../errors/invalid-request.ts';
import { readQuery } from '../query/read-query.ts';

/** A request to one of the routes, with what its path names. */
export interface RoutedRequest {
  /** Decoded, by the names in the template. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** Something that operators may ask for or do. */
export interface OperatorRoute {
  readonly method: 'GET' | 'POST';
  /** Such as `/operator/tenants/{tenant_id}/disable`. */
  readonly template: string;
  /** @throws OperatorError, or ApiError as the routes of the API do */
  handle(request: RoutedRequest): Promise<OperatorAnswer>;
}

/** Who acts: every act names its actor, and may say why. */
export const actFields = {
  actor: z.string().min(1).max(256),
  reason: z.string().min(1).max(1000).optional(),
};

/** The body of an act that takes nothing more. */
export const actBody = z.strictObject(actFields);

/** The parameters of a route that takes none. */
export const noParameters = z.strictObject({});

/** @throws ApiError `invalid_request` naming every field at fault */
export function readFields<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body ?? {}, { error: issueWords });
  if (!result.success) throw invalidRequest(result.error.issues.flatMap(problemsOf));
  return result.data;
}

/** @throws ApiError `invalid_request` naming every parameter at fault, those that are not known, too */
export function readParameters<Schema extends z.ZodType>(
  schema: Schema,
  query: URLSearchParams,
): z.output<Schema> {
  return readQuery(schema, `?${query}`);
}
