import { DiagLogLevel, diag } from '@opentelemetry/api';
import type { Logger } from 'pino';

/** A collector that is away is worth one line in this time. */
const QUIET_MS = 60_000;

/** Has what OpenTelemetry complains of said in the log of the service. */
export function logTelemetry(logger: Logger): void {
  let saidAt = Number.NEGATIVE_INFINITY;
  const say = (message: string) => {
    const now = performance.now();
    if (now - saidAt < QUIET_MS) return;
    saidAt = now;
    logger.warn({ reason: reasonOf(message) }, 'traces or metrics are not sent');
  };
  const nothing = () => {};
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** The SDK prints an error as a JSON object with its stack; the rest it says in words. */
function reasonOf(message: string): string {
  try {
    const { message: reason } = JSON.parse(message) as { readonly message?: unknown };
    return String(reason ?? 'unknown').slice(0, 500);
  } catch {
    return message.slice(0, 500);
  }
}
