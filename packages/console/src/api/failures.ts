import { ApiError, ConnectionError, isApiError } from '@taskfold/client';

const OF_THE_SERVER = 500;

/** Whether the same question may be answered later: whatever went wrong at the API may be mended while somebody looks. */
export function maySucceedLater(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  return error instanceof ApiError && (error.retryable || error.status >= OF_THE_SERVER);
}

/** The scope that a key lacks, where that is why it was refused; '' where the answer does not name it. */
export function lackedScope(error: unknown): string | null {
  if (!isApiError(error, 'forbidden')) return null;
  return /scope ([a-z]+:?[a-z]*)/.exec(error.message)?.[1] ?? '';
}

/** What went wrong, for people. */
export function problemOf(error: unknown): string {
  if (error instanceof ConnectionError) return 'The API does not answer. Try again when it is there.';
  return error instanceof Error ? error.message : String(error);
}
