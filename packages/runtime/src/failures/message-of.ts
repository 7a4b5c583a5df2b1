/**
 * What an error says, in words for a person. Two kinds of error say nothing by themselves and are described by what
 * caused them: `fetch failed`, as Node's `fetch` puts everything, and an `AggregateError` without a message, as
 * connecting to a name with several addresses gives.
 *
 * @param error whatever was thrown
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (error.message === 'fetch failed' && error.cause !== undefined)
    return `${error.message}: ${messageOf(error.cause)}`;
  return error.message;
}
