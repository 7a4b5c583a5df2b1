import type { DeliveryFigures } from '@taskfold/database/operators';
import type { Registry } from '@taskfold/runtime';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Judgement } from '../schedule/judge.ts';

const ATTEMPT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20];
const DELIVERY_SECONDS = [
  0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 5, 30, 300, 1800, 7200, 43_200, 86_400, 259_200, 604_800,
];

export interface DispatchMetrics {
  attempted(judgement: Judgement, durationMs: number): void;
  /** @param ageMs from the event to its 2xx */
  delivered(ageMs: number): void;
  /** An attempt that was broken off, or could not be begun, for reasons of our own. */
  returned(count: number): void;
  /** A result that came when the lease was gone. */
  leaseLost(): void;
  /** Operators could not be told which hosts do not answer. */
  breakersNotNoted(): void;
  figures(figures: DeliveryFigures): void;
}

/** Labels are outcomes and states of this program, never a tenant or a URL. */
export function dispatchMetrics(
  registry: Registry,
  now: { readonly inFlight: () => number; readonly openBreakers: () => number },
): DispatchMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: 'taskfold_callback_attempts_total',
    help: 'Attempts to tell, by outcome and error. Outcome `exhausted`: the last one failed.',
    labelNames: ['outcome', 'error'],
    registers,
  });
  const seconds = new Histogram({
    name: 'taskfold_callback_attempt_duration_seconds',
    help: 'Time of an attempt, from the look-up of the name to the end of the answer.',
    buckets: ATTEMPT_SECONDS,
    registers,
  });
  const age = new Histogram({
    name: 'taskfold_callback_delivery_seconds',
    help: 'Time from the event to the 2xx that told of it.',
    buckets: DELIVERY_SECONDS,
    registers,
  });
  const returns = new Counter({
    name: 'taskfold_callback_leases_returned_total',
    help: 'Leases given back without an attempt: the process ended, or lacked something.',
    registers,
  });
  const lost = new Counter({
    name: 'taskfold_callback_leases_lost_total',
    help: 'Results that came after their lease had run out; the attempt is repeated.',
    registers,
  });
  const notNoted = new Counter({
    name: 'taskfold_callback_breaker_notes_failed_total',
    help: 'Times that hosts which do not answer could not be noted for operators. Callbacks go on without.',
    registers,
  });
  const backlog = new Gauge({
    name: 'taskfold_callback_backlog',
    help: 'Deliveries that are due (`ready`) or wait for their next attempt (`waiting`), counted up to 100,000.',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'taskfold_callback_oldest_due_seconds',
    help: 'How long the oldest delivery that is ready has been due.',
    registers,
  });
  const outbox = new Gauge({
    name: 'taskfold_callback_outbox_events',
    help: 'Results of attempts that are not in the log yet.',
    registers,
  });
  new Gauge({
    name: 'taskfold_callback_in_flight',
    help: 'Attempts that are being made.',
    registers,
    collect() {
      this.set(now.inFlight());
    },
  });
  new Gauge({
    name: 'taskfold_callback_open_breakers',
    help: 'Hosts that are left alone, or tried with one attempt at a time, because they do not answer.',
    registers,
    collect() {
      this.set(now.openBreakers());
    },
  });
  return {
    attempted({ outcome, error }, durationMs) {
      attempts.inc({ outcome, error: error ?? 'none' });
      seconds.observe(durationMs / 1000);
    },
    delivered: (ageMs) => age.observe(Math.max(0, ageMs) / 1000),
    returned: (count) => returns.inc(count),
    leaseLost: () => lost.inc(),
    breakersNotNoted: () => notNoted.inc(),
    figures(figures) {
      backlog.set({ state: 'ready' }, figures.ready);
      backlog.set({ state: 'waiting' }, figures.waiting);
      oldest.set(figures.oldestReadySeconds);
      outbox.set(figures.outbox);
    },
  };
}
