import { ApiError, ConnectionError, Taskfold } from '@taskfold/client';
import { session } from '../session/session.ts';
import { noteAnswer, noteSilence } from './connection.ts';
import { parseExact } from './exact-json.ts';

/** How long an answer may take that the API does not hold. */
const TIME_LIMIT_MS = 20_000;

/**
 * Asks the API that this page comes from. What answers, or their absence, say of the way to it is noted, and a key that it refuses is
 * marked as refused. Nothing is tried again by itself: the pages show that they wait, and do so.
 */
export function askWith(key: string): Taskfold {
  return new Taskfold({
    apiKey: key,
    baseUrl: location.origin,
    timeout: TIME_LIMIT_MS,
    maxRetries: 0,
    parseJson: parseExact,
    fetch: (input, init) => fetch(input, { ...init, credentials: 'omit', cache: 'no-store' }),
    hooks: {
      onResponse: ({ headers }) => noteAnswer(headers),
      onError: ({ error }) => {
        if (error instanceof ConnectionError) noteSilence();
        if (error instanceof ApiError && error.status === 401) session.refuse(key);
      },
    },
  });
}
