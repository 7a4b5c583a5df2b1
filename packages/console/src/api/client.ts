import { ApiError, type ClientOptions, ConnectionError, Taskfold } from '@taskfold/client';
import type { Credential } from '../session/keys.ts';
import { session } from '../session/session.ts';
import { noteAnswer, noteSilence } from './connection.ts';
import { parseExact } from './exact-json.ts';

/** How long an answer may take that the API does not hold. */
const TIME_LIMIT_MS = 20_000;

/**
 * Asks the API that this page comes from. What answers, or their absence, say of the way to it is noted, and a key or a session that it
 * refuses is marked as refused. Nothing is tried again by itself: the pages show that they wait, and do so.
 */
export function askWith(credential: Credential): Taskfold {
  return new Taskfold({
    ...(credential.kind === 'key' ? byKey(credential.key) : bySession(credential.sessionId)),
    baseUrl: location.origin,
    timeout: TIME_LIMIT_MS,
    maxRetries: 0,
    parseJson: parseExact,
    hooks: {
      onResponse: noteAnswer,
      onError: ({ error }) => {
        if (error instanceof ConnectionError) noteSilence();
        if (error instanceof ApiError && error.status === 401) session.refuse(credential);
      },
    },
  });
}

type Asking = Pick<ClientOptions, 'apiKey' | 'headers' | 'fetch'>;

function byKey(apiKey: string): Asking {
  return {
    apiKey,
    fetch: (input, init) => fetch(input, { ...init, credentials: 'omit', cache: 'no-store' }),
  };
}

/** The session is named, and the browser adds its cookie; the API looks at that where there is no key. */
function bySession(sessionId: string): Asking {
  return {
    // The client asks with a key, whatever it is; this one goes nowhere.
    apiKey: 'none',
    headers: { 'taskfold-session': sessionId },
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.delete('authorization');
      return fetch(input, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
    },
  };
}
