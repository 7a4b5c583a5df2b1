import type pg from 'pg';
import { type Submittable, wireOf } from './pg-internals.ts';
import { ScopedQuery, type ScopedQueryOptions } from './scoped-query.ts';

export interface ScopeOptions extends Pick<ScopedQueryOptions, 'scope' | 'describe'> {
  /** Whether statements keep their names. */
  readonly namedStatements: boolean;
}

/**
 * Makes every query of a connection bring the settings into its transaction, whoever sends it: the server behind a pooler may
 * be another one each time, and has had other masters.
 */
export function scopeTransactions(
  client: pg.ClientBase,
  { scope, describe, namedStatements }: ScopeOptions,
): void {
  const wire = wireOf(client);
  const send = wire.query.bind(client);
  const status = () => wire.getTransactionStatus();
  wire.query = (config, values, callback) => {
    if (isSubmittable(config)) return send(withinTransaction(config, status), values, callback);
    const query = new ScopedQuery({ scope, status, describe }, config, values, callback);
    if (!namedStatements) query.name = undefined;
    if (query.callback !== undefined) return send(query);
    return new Promise((resolve, reject) => {
      query.callback = (error, result) => (error ? reject(error) : resolve(result));
      send(query);
    }).catch((error: Error) => {
      Error.captureStackTrace(error);
      throw error;
    });
  };
}

function isSubmittable(config: unknown): config is Submittable {
  return typeof config === 'object' && config !== null && 'submit' in config;
}

/** A COPY or a cursor brings no settings of its own. */
function withinTransaction(query: Submittable, status: () => string | null): Submittable {
  const submit = query.submit.bind(query);
  query.submit = (connection) =>
    status() === 'I'
      ? new Error('Through a pooler this needs a transaction around it: it would run without its settings.')
      : submit(connection);
  return query;
}
