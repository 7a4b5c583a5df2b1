import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { NeededScope } from './scopes.ts';

/** A body in one media type, as a request or an answer carries it. */
export interface Content {
  readonly schema: z.ZodType;
  readonly example?: unknown;
}

/** An answer of an operation that is no error. */
interface Answer {
  readonly description: string;
  /** By media type; none where there is no body. */
  readonly content?: Readonly<Record<string, Content>>;
  /** Header names and what they say. */
  readonly headers?: Readonly<Record<string, { readonly schema: z.ZodType; readonly description: string }>>;
}

/** One operation of the HTTP API: what validates it, and what it is described by. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces: `/v1/tasks/{task_id}`. */
  readonly path: string;
  /** What its parameters are, where they are not ids. */
  readonly pathParameters?: z.ZodObject;
  /** What the key must be allowed, `any` where each key may ask; null where no key of a tenant is asked for. */
  readonly scope: NeededScope;
  /** Whether read tokens are taken beside keys; not where nothing is said. */
  readonly readTokens?: boolean;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly query?: z.ZodType;
  /** Request headers, all optional. */
  readonly headers?: Readonly<Record<string, { readonly schema: z.ZodType; readonly description: string }>>;
  readonly body?: { readonly required: boolean; readonly content: Readonly<Record<string, Content>> };
  readonly answers: Readonly<Record<number, Answer>>;
  /** Media types that clients accept in order to get the answer, though it is in none of them. */
  readonly acceptedAs?: readonly string[];
  /** Beyond those that every operation may answer with. */
  readonly errors: readonly ErrorCode[];
}

/** The query of an operation that has none: any parameter is refused. */
export const noQuery = z.strictObject({});

/** The query of an operation that has none and leaves aside whatever is there, as reads of one task do. */
export const anyQuery = z.object({});

/**
 * A header of which anything is taken: what says nothing is left aside. The server reads headers up to this length.
 * The pattern says nothing: without one Schemathesis sends that many characters in every header at once, which are too many together.
 */
export const anyHeader = z.string().max(24_576).meta({ pattern: '^[\\s\\S]*$' });

/** A body of JSON, which must be there unless it is optional. */
export const jsonBody = (schema: z.ZodType, example: unknown, { optional = false } = {}) => ({
  required: !optional,
  content: { 'application/json': { schema, example } },
});

/** An answer of JSON and nothing else. */
export const jsonAnswer = <Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  headers?: Answer['headers'],
) => ({
  description,
  ...(headers && { headers }),
  content: { 'application/json': { schema } },
});

/** What is answered to a body of JSON that is not what is asked for. */
export const BODY_ERRORS = [
  'malformed_json',
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
] as const satisfies readonly ErrorCode[];
