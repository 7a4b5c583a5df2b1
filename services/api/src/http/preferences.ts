const WAIT = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i;
const MAX_WAIT_SECONDS = 60;

/**
 * How long `Prefer: wait=N` (RFC 7240) asks the answer to be held, in seconds, at most 60; null where it does not. What is
 * malformed counts as absent, as that RFC says of preferences.
 */
export function preferredWait(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string') return null;
  const seconds = WAIT.exec(header)?.[1];
  return seconds === undefined ? null : Math.min(Number(seconds), MAX_WAIT_SECONDS);
}
