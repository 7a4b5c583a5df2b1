import type { BrowserSession } from './keys.ts';

const PATH = '/console/session';
const NO_ANSWER = 'The API does not answer. Try again when it is there.';

/** Hours that a session lasts at most; 0 where the API keeps none. */
export function sessionHours(): number {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="session-hours"]');
  return Number(meta?.content ?? 0);
}

/** Whether the browser keeps cookies here that nobody on the way can take: over https, or on one machine. */
export const mayKeepSessions = (): boolean => sessionHours() > 0 && isSecureContext;

/** The sessions that the browser has, in the order in which they were made. @throws Error with a sentence for people */
export async function listSessions(): Promise<readonly BrowserSession[]> {
  const { data } = (await (await ask('GET', '')).json()) as { readonly data: readonly ToldSession[] };
  return data.map(sessionOf);
}

/** Has the API set the cookie of a new session. @throws Error with a sentence for people */
export async function beginSession(key: string, label: string): Promise<BrowserSession> {
  const answer = await ask('POST', '', {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ label }),
  });
  return sessionOf((await answer.json()) as ToldSession);
}

/** Has the API take the cookie of a session from the browser, or of all. @throws Error with a sentence for people */
export async function endSession(id: string | 'all'): Promise<void> {
  await ask('DELETE', id === 'all' ? '' : `/${encodeURIComponent(id)}`);
}

interface ToldSession {
  readonly session_id: string;
  readonly key_start: string;
  readonly label: string;
}

function sessionOf({ session_id: id, key_start: keyStart, label }: ToldSession): BrowserSession {
  return { id, keyStart, label };
}

async function ask(method: string, below: string, init: RequestInit = {}): Promise<Response> {
  const options: RequestInit = { ...init, method, credentials: 'same-origin', cache: 'no-store' };
  const answer = await fetch(`${location.origin}${PATH}${below}`, options).catch((cause: unknown) => {
    throw new Error(NO_ANSWER, { cause });
  });
  if (answer.ok) return answer;
  const said = (await answer.json().catch(() => null)) as {
    readonly error?: { readonly message?: string };
  } | null;
  throw new Error(said?.error?.message ?? NO_ANSWER);
}
