import { failureKind } from '@taskfold/runtime';

/**
 * Whether the broker has refused what was asked for: access, or a setting. Not whether it has let the client in, as it did
 * before: that is waited for.
 */
export function isRefusal(error: unknown): boolean {
  return causes(error).some((cause) => errorType(cause) !== '' && failureKind(cause) === 'wrong');
}

/** A refused session names the setting; everything else says what it is itself. */
export function explained(error: Error): Error {
  if (!causes(error).some((cause) => errorType(cause) === 'INVALID_SESSION_TIMEOUT')) return error;
  return new Error(
    'The broker refuses this session timeout: KAFKA_SESSION_TIMEOUT_MS must lie between its group.min.session.timeout.ms, 6000 by default, and its group.max.session.timeout.ms. Set it so, or change the broker.',
    { cause: error },
  );
}

function causes(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What kafkajs calls an error that a broker has answered with; empty for others. */
function errorType(error: unknown): string {
  return error instanceof Error && 'type' in error ? String(error.type) : '';
}
