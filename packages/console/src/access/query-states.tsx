import type { UseQueryResult } from '@tanstack/react-query';
import { ApiError } from '@taskfold/client';
import type { ReactNode } from 'react';
import { lackedScope, problemOf } from '../api/failures.ts';
import { LacksScope } from '../ui/lacks-scope.tsx';
import { PageState } from '../ui/parts.tsx';
import { useLacks } from './access.ts';
import type { KeyScope } from './scopes.ts';

/** As many lines as a short list has. */
const LINES = 6;

interface QueryStatesProps {
  readonly query: Pick<UseQueryResult<unknown>, 'isPending' | 'data' | 'error' | 'failureReason' | 'refetch'>;
  /** What is asked for, at the beginning of a sentence. */
  readonly what: string;
  readonly scope: KeyScope;
  /** Said where the key lacks the scope. */
  readonly lacking: string;
  readonly children: ReactNode;
}

/** What was asked for; in its place what it is while it comes, and why where it does not. */
export function QueryStates({ query, what, scope, lacking, children }: QueryStatesProps) {
  const lacks = useLacks(scope);
  if (lacks || lackedScope(query.error) !== null) return <LacksScope scope={scope} title={lacking} />;
  if (query.data !== undefined) return children;
  if (query.error !== null) {
    return (
      <PageState title={`${what} cannot be shown`}>
        <p>{problemOf(query.error)}</p>
        {query.error instanceof ApiError ? (
          <p className="mono">
            {query.error.code}, request {query.error.requestId}
          </p>
        ) : null}
        <button className="button" type="button" onClick={() => void query.refetch()}>
          Try again
        </button>
      </PageState>
    );
  }
  return (
    <div className="card skeletons" aria-busy="true" role="status" aria-label={`${what} are on their way`}>
      {query.failureReason === null ? null : (
        <p className="faint">The API does not answer yet; it is asked again.</p>
      )}
      {Array.from({ length: LINES }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all the same
        <span key={index} className="skeleton" />
      ))}
    </div>
  );
}
