import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lackedScope } from '../api/failures.ts';
import { FailedState } from '../ui/failed-state.tsx';
import { LacksScope } from '../ui/lacks-scope.tsx';
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
    const retry = () => void query.refetch();
    return <FailedState title={`${what} cannot be shown`} failure={query.error} onRetry={retry} />;
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
