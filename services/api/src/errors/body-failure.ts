import type { ErrorCode } from '@taskfold/contract';

/** What the reader of bodies calls its failures, as the code that the client is told. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'entity.too.large': 'payload_too_large',
  'encoding.unsupported': 'unsupported_media_type',
  'request.size.invalid': 'malformed_request',
  'request.aborted': 'malformed_request',
};

/** The code of an error of the reader of bodies; null for any other. */
export function bodyFailure(error: unknown): ErrorCode | null {
  if (!(error instanceof Error) || !('type' in error) || typeof error.type !== 'string') return null;
  return CODES[error.type] ?? null;
}
