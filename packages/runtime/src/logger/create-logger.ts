import { type DestinationStream, type Logger, pino } from 'pino';
import { redactFields, redactingSerializers } from './redact-fields.ts';
import { serializeError } from './serialize-error.ts';
import { standardOutput } from './standard-output.ts';

export interface LoggerOptions {
  /** Stands in every line. */
  readonly service: string;
  readonly level?: string;
  /** Standard output by default. */
  readonly destination?: DestinationStream;
}

/**
 * JSON lines with an ISO time, the level's name and the service's. Fields that must not be known are cut by name, at any
 * depth of a line and at the top of a child logger's bindings; an error shows its type, message, code and frames only.
 */
export function createLogger({
  service,
  level = 'info',
  destination = standardOutput(),
}: LoggerOptions): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), log: redactFields },
    serializers: { ...redactingSerializers, err: passError },
  };
  return pino(options, destination);
}

/** pino formats `err` by a serializer of its own unless another is given; here the error was formatted before. */
function passError(error: unknown): unknown {
  return error instanceof Error ? serializeError(error) : error;
}
