import { ConnectionError, isApiError } from '@taskfold/client';
import { lackedScope, problemOf } from '../api/failures.ts';
import { LacksScope } from '../ui/lacks-scope.tsx';
import { PageState } from '../ui/parts.tsx';
import type { ListState } from './live-tasks.ts';

/** As many lines as fill a screen, each as high as a row. */
const LINES = 14;

interface ListStatesProps {
  readonly state: ListState;
  readonly filtered: boolean;
  readonly onRetry: () => void;
}

/** What stands in the place of the rows while there are none. */
export function ListStates({ state, filtered, onRetry }: ListStatesProps) {
  return <div className="list">{partOf({ state, filtered, onRetry })}</div>;
}

function partOf({ state, filtered, onRetry }: ListStatesProps) {
  const { phase, failure } = state;
  if (phase === 'failed') return <Failed failure={failure} onRetry={onRetry} />;
  if (phase === 'loading') {
    return (
      <div aria-busy="true" aria-label="Loading tasks" role="status">
        <div className="line head" />
        {failure instanceof ConnectionError ? (
          <PageState title="The API does not answer">
            <p>It is asked again until it does.</p>
          </PageState>
        ) : (
          Array.from({ length: LINES }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all the same
            <div key={index} className="line loading">
              <span className="skeleton" />
            </div>
          ))
        )}
      </div>
    );
  }
  if (filtered) {
    return (
      <PageState title="No task passes these filters">
        <p>New ones appear here by themselves.</p>
      </PageState>
    );
  }
  return (
    <PageState title="There are no tasks yet">
      <p>The first event task.created makes one, and it appears here by itself.</p>
    </PageState>
  );
}

function Failed({ failure, onRetry }: { readonly failure: unknown; readonly onRetry: () => void }) {
  const scope = lackedScope(failure);
  if (scope !== null) return <LacksScope scope={scope} />;
  if (isApiError(failure) && failure.status === 401) {
    return (
      <PageState title="The API does not take this key">
        <p>It was revoked or has expired, or the session has ended. Sign in anew.</p>
      </PageState>
    );
  }
  return (
    <PageState title="The tasks cannot be shown">
      <p>{problemOf(failure)}</p>
      <button className="button" type="button" onClick={onRetry}>
        Try again
      </button>
    </PageState>
  );
}
