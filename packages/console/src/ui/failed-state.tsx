import { lackedScope, problemOf } from '../api/failures.ts';
import { LacksScope } from './lacks-scope.tsx';
import { PageState } from './parts.tsx';

interface FailedStateProps {
  readonly title: string;
  readonly failure: unknown;
  readonly onRetry: () => void;
}

/** Stands in the place of what could not be had, says why, and what to do. */
export function FailedState({ title, failure, onRetry }: FailedStateProps) {
  const scope = lackedScope(failure);
  if (scope !== null) return <LacksScope scope={scope} />;
  return (
    <PageState title={title}>
      <p>{problemOf(failure)}</p>
      <button className="button" type="button" onClick={onRetry}>
        Try again
      </button>
    </PageState>
  );
}
