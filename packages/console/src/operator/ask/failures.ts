/** The admin port answered with an error. */
export class OperatorRefusal extends Error {
  override readonly name = 'OperatorRefusal';

  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;

  constructor(answer: Pick<OperatorRefusal, 'status' | 'code' | 'message' | 'requestId'>) {
    super(answer.message);
    this.status = answer.status;
    this.code = answer.code;
    this.requestId = answer.requestId;
  }
}

/** No answer came: the API, or the way to its admin port, is away. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Why something was not done, in a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
