import type { RelayLag } from '@taskfold/database';
import { Counter, Gauge, type Registry } from 'prom-client';

export interface RelayMetrics {
  leading(isLeader: boolean): void;
  published(count: number): void;
  truncated(): void;
  tooLarge(): void;
  /** Tasks whose newest value others had written over. */
  sentAgain(count: number): void;
  deadLettersPublished(count: number): void;
  failed(): void;
  /** Empty where it is not known. */
  lag(lags: readonly RelayLag[]): void;
}

/** Only the leader shows a lag. Labels are partitions, never a tenant. */
export function relayMetrics(registry: Registry): RelayMetrics {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const partitions = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['partition'], registers });
  const leader = new Gauge({
    name: 'taskfold_relay_leader',
    help: '1 for the process that publishes. Over all processes the sum should be 1.',
    registers,
  });
  const published = counter('taskfold_relay_published_total', 'Updates that the broker has acknowledged.');
  const truncated = counter(
    'taskfold_relay_truncated_total',
    'Updates that were sent without input, or without input and output, because they were too large.',
  );
  const tooLarge = counter(
    'taskfold_relay_too_large_total',
    'Updates that were too large even so, and left out.',
  );
  const sentAgain = counter(
    'taskfold_relay_sent_again_total',
    'Tasks published again because somebody else wrote to the updates topic: an earlier leader, most often.',
  );
  const deadLetters = counter(
    'taskfold_dead_letters_published_total',
    'Dead letters that the dead-letter topic has acknowledged.',
  );
  const failures = counter(
    'taskfold_relay_failures_total',
    'Rounds that failed and were tried again: the broker or the database was away, or refused.',
  );
  const lagChanges = partitions(
    'taskfold_relay_lag_changes',
    'Changes of a partition that are not published.',
  );
  const lagSeconds = partitions(
    'taskfold_relay_lag_seconds',
    'Age of the oldest of them; 0 where there is none.',
  );
  return {
    leading(isLeader) {
      leader.set(isLeader ? 1 : 0);
      if (isLeader) return;
      lagChanges.reset();
      lagSeconds.reset();
    },
    published: (count) => published.inc(count),
    truncated: () => truncated.inc(),
    tooLarge: () => tooLarge.inc(),
    sentAgain: (count) => sentAgain.inc(count),
    deadLettersPublished: (count) => deadLetters.inc(count),
    failed: () => failures.inc(),
    lag(lags) {
      lagChanges.reset();
      lagSeconds.reset();
      for (const { partition, changes, seconds } of lags) {
        lagChanges.set({ partition }, changes);
        lagSeconds.set({ partition }, seconds);
      }
    },
  };
}
