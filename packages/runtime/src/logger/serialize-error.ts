export interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Frames only: the message that a stack begins with may hold what was cut from it. */
  readonly stack?: string;
  readonly cause?: SerializedError;
}

const MAX_MESSAGE = 1000;
const MAX_CAUSES = 3;

/**
 * An error as it may be logged. Fields are chosen, not copied: errors of database and Kafka clients hold statements,
 * parameters, rows and requests.
 */
export function serializeError(error: unknown): SerializedError {
  return serialize(error, MAX_CAUSES);
}

function serialize(error: unknown, causes: number): SerializedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no Error was thrown' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = framesOf(error);
  return {
    type: error.name,
    message: safeMessage(error),
    ...(code === undefined ? {} : { code }),
    ...(frames === '' ? {} : { stack: frames }),
    ...(error.cause === undefined || causes === 0 ? {} : { cause: serialize(error.cause, causes - 1) }),
  };
}

function safeMessage(error: Error): string {
  // The parser quotes the text that it could not read, and that text may be anybody's.
  if (error instanceof SyntaxError) return 'invalid syntax';
  return redactText(error.message).slice(0, MAX_MESSAGE);
}

/** Takes credentials and queries out of URLs, and API keys out of any text. */
export function redactText(text: string): string {
  return text
    .replace(/(?<=[a-z0-9+.-]:\/\/)[^\s/@]*@/gi, '[redacted]@')
    .replace(/:\/\/[^\s"'<>]*/g, withoutQuery)
    .replace(/\bsk-[0-9A-Za-z]+/g, 'sk-[redacted]');
}

function withoutQuery(address: string): string {
  const mark = address.indexOf('?');
  return mark === -1 ? address : `${address.slice(0, mark)}?[redacted]`;
}

function framesOf(error: Error): string {
  const lines = typeof error.stack === 'string' ? error.stack.split('\n') : [];
  return lines.filter((line) => /^\s+at /.test(line)).join('\n');
}
