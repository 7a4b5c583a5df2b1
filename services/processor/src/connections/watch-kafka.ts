import { type KafkaClient, type KafkaFault, KafkaUnreachable } from '@taskfold/kafka';
import type { Health } from '@taskfold/runtime';

export interface KafkaWatchOptions {
  readonly kafka: Pick<KafkaClient, 'watchConnection'>;
  readonly health: Pick<Health, 'setReady'>;
  /** Told after each look, for metrics. */
  readonly note: (isReachable: boolean) => void;
  /** Ends the process. */
  readonly fail: (error: Error) => void;
  readonly signal: AbortSignal;
  readonly now?: () => number;
}

export interface KafkaWatch {
  /** What else is waited for at Kafka; null for nothing. */
  waiting(reason: string | null): void;
  readonly ended: Promise<void>;
}

/**
 * How long a process that has not reached Kafka yet shows in its readiness what refuses it before it ends. Whoever looks sees
 * it, and a restart takes a password that was mended in the environment.
 */
const REFUSED_MS = 4000;

/**
 * The readiness check `kafka`: the fault of the connection, or else what is waited for. A Kafka that is away is waited for,
 * however long, and so is one that refuses a process which it has let in before: passwords and certificates are renewed.
 */
export function watchKafka({
  kafka,
  health,
  note,
  fail,
  signal,
  now = Date.now,
}: KafkaWatchOptions): KafkaWatch {
  let reached = false;
  let refusedSince: number | null = null;
  let fault: KafkaFault | null = null;
  let reason: string | null = 'starting';

  function show(): void {
    const wrong = fault?.sentence ?? reason;
    health.setReady('kafka', wrong === null, wrong ?? 'reachable');
  }

  const ended = kafka.watchConnection({
    report(found) {
      fault = found;
      show();
      note(found === null);
      reached ||= found === null;
      refusedSince = found?.kind === 'refused' ? (refusedSince ?? now()) : null;
      if (reached || found === null || refusedSince === null) return;
      if (now() - refusedSince >= REFUSED_MS) fail(new KafkaUnreachable(found));
    },
    signal,
  });
  return {
    waiting(what) {
      reason = what;
      show();
    },
    ended,
  };
}
