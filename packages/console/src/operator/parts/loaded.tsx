import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Told } from '../ask/ask.ts';
import { NoAnswer, OperatorRefusal, sentenceOf } from '../ask/failures.ts';

interface LoadedProps<Data> {
  /** What it is, for those who hear the page. */
  readonly what: string;
  readonly query: UseQueryResult<Told<Data>>;
  readonly children: (data: Data, serverTime: number) => ReactNode;
}

/** What was answered; until then, that it is waited for, or why there is nothing. */
export function Loaded<Data>({ what, query, children }: LoadedProps<Data>) {
  const { data, error } = query;
  if (data === undefined && error === null) {
    return (
      <div className="body" aria-busy="true" role="status" aria-label={`Loading ${what}`}>
        <span className="skeleton" />
      </div>
    );
  }
  return (
    <>
      {error === null || (error instanceof NoAnswer && data !== undefined) ? null : (
        <p className="body problem" role="alert">
          {error instanceof NoAnswer
            ? 'The API does not answer. It is asked again until it does.'
            : sentenceOf(error)}
          {error instanceof OperatorRefusal && error.requestId !== null ? (
            <span className="mono"> Request {error.requestId}</span>
          ) : null}
        </p>
      )}
      {data === undefined ? null : children(data.data, data.serverTime)}
    </>
  );
}
