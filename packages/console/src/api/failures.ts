/** The API answered with an error. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;
  readonly requestId: string | null;

  constructor(answer: Pick<RefusedError, 'status' | 'code' | 'message' | 'retryable' | 'requestId'>) {
    super(answer.message);
    this.status = answer.status;
    this.code = answer.code;
    this.retryable = answer.retryable;
    this.requestId = answer.requestId;
  }
}

/** No answer came: the API, or the way to it, is away. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** Whether the key itself is no longer good, whatever is asked. */
export function endsKey(error: unknown): boolean {
  return error instanceof RefusedError && error.status === 401;
}

/** Whether the same question may be answered later. */
export function maySucceedLater(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof RefusedError && error.retryable);
}

/** The scope that a key lacks, where that is why it was refused; '' where the answer does not name it. */
export function lackedScope(error: unknown): string | null {
  if (!(error instanceof RefusedError) || error.code !== 'forbidden') return null;
  return /scope ([a-z]+:?[a-z]*)/.exec(error.message)?.[1] ?? '';
}
