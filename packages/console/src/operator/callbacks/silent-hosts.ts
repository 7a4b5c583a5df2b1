import type { Breaker } from '../ask/operations.ts';

/** A host that does not answer, as all processors together found. */
export interface SilentHost {
  readonly host: string;
  /** When the first processor makes an attempt again; null where one does already, one attempt at a time. */
  readonly restsUntil: string | null;
  /** Attempts in a row that got no answer, of the processor that made most. */
  readonly failures: number;
  readonly lastError: string;
  /** Since when the first of them leaves it alone. */
  readonly since: string;
  readonly processors: readonly string[];
}

/** One for each host, those first that have been away longest. */
export function silentHosts(breakers: readonly Breaker[]): readonly SilentHost[] {
  return [...Map.groupBy(breakers, ({ host }) => host)]
    .map(([host, found]) => {
      const [most] = found.toSorted((left, right) => right.failures - left.failures);
      const resting = found.map(({ state, rests_until: until }) => (state === 'open' ? until : null));
      return {
        host,
        restsUntil: resting.includes(null) ? null : (resting.toSorted()[0] ?? null),
        failures: most?.failures ?? 0,
        lastError: most?.last_error ?? '',
        since: found.map(({ opened_at: openedAt }) => openedAt).toSorted()[0] ?? '',
        processors: [...new Set(found.map(({ processor }) => processor))].toSorted(),
      };
    })
    .toSorted((left, right) => (left.since < right.since ? -1 : 1));
}

/** What an attempt failed at, and what may be done about it. */
export const SILENCE_ADVICE: Readonly<Record<string, string>> = {
  dns: 'Its name is not found. Does it still exist, and do the name servers of the processor answer?',
  connect:
    'No connection comes about, or it breaks off: the host is down, or a firewall stands between, there or here.',
  tls: 'Its certificate is not taken: expired, of another name, or of an authority that processors do not know (NODE_EXTRA_CA_CERTS).',
  timeout: 'It is silent until CALLBACK_TIMEOUT_MS is over: overloaded, or a firewall drops what is sent.',
};
