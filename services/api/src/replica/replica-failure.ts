/** SQLSTATEs of a connection that is lost or refused, and of a server that goes down, comes up or is full. */
const OF_THE_SERVER = /^(?:08...|57P0[1-5]|53...|28...|3D000|42501)$/;
const SQLSTATE = /^(?!EPIPE)[0-9A-Z]{5}$/;

/**
 * Whether an error of a replica says that it is of no use for now; else it was of one statement alone, such as one that replay
 * had to cancel (40001) or that took too long.
 */
export function isOfTheServer(error: unknown): boolean {
  // Of our own reading of what came: the primary's answer will show the same.
  if (error instanceof RangeError || error instanceof TypeError) return false;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return !SQLSTATE.test(code) || OF_THE_SERVER.test(code);
}
