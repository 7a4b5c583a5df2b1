import { METHODS } from 'node:http';
import type { Response } from 'express';
import type { RequestContext } from '../context/request-context.ts';

const KNOWN_METHODS: ReadonlySet<string> = new Set(METHODS);

/** `http.request.method` as the conventions of OpenTelemetry have it: anything can be called a method. */
export function methodOf(method: string): string {
  return KNOWN_METHODS.has(method) ? method : '_OTHER';
}

/** `url.scheme`: what a proxy passes on of it may be any text. */
export function schemeOf(protocol: string): 'http' | 'https' {
  return protocol === 'https' ? 'https' : 'http';
}

/** `http.response.status_code`; null where the client went away before there was one. */
export function statusOf(response: Response): number | null {
  return response.headersSent ? response.statusCode : null;
}

/** `error.type`: the code of a failure of ours, or `aborted`; undefined where nothing failed. */
export function errorTypeOf({ failure }: RequestContext, status: number | null): string | undefined {
  return (status ?? 500) >= 500 ? (failure?.code ?? String(status ?? 'aborted')) : undefined;
}
