import { failureMeaning } from '../task/meanings.ts';
import type { Delivery, DeliveryStatus } from './ask-deliveries.ts';

/** How telling the callers behind one host goes, as far as was fetched. */
export interface HostSummary {
  readonly host: string;
  readonly counts: Readonly<Record<DeliveryStatus, number>>;
  /** Milliseconds from the end of a task until its caller had been told, where any was. */
  readonly toldAfter: { readonly median: number; readonly longest: number } | null;
  /** Why the newest of those failed that were not delivered, as the end of a sentence. It may hold what is not ours. */
  readonly lastFailure: string | null;
}

/** Whom an address belongs to: nothing behind the host is shown, for it may hold what only the receiver should know. */
export function hostOf(url: string | null): string {
  if (url === null) return 'address removed';
  const host = URL.canParse(url) ? new URL(url).host : '';
  return host === '' ? 'no address' : host;
}

/** One line for each host; those with most that is not delivered come first. */
export function byHost(
  deliveries: Readonly<Record<DeliveryStatus, readonly Delivery[]>>,
): readonly HostSummary[] {
  const all = Object.entries(deliveries).flatMap(([status, items]) =>
    items.map((delivery) => ({ status, delivery, host: hostOf(delivery.callback.url) })),
  );
  const summaries = [...Map.groupBy(all, ({ host }) => host)].map(([host, list]): HostSummary => {
    const count = (wanted: DeliveryStatus) => list.filter(({ status }) => status === wanted).length;
    const undelivered = list.filter(({ status }) => status !== 'delivered').map(({ delivery }) => delivery);
    return {
      host,
      counts: {
        failed: count('failed'),
        retrying: count('retrying'),
        pending: count('pending'),
        delivered: count('delivered'),
      },
      toldAfter: spread(list.flatMap(({ delivery }) => toldAfter(delivery))),
      lastFailure: failureOf(newest(undelivered.filter(({ callback }) => callback.last_error !== null))),
    };
  });
  const owed = ({ counts }: HostSummary) => [
    counts.failed,
    counts.retrying,
    counts.pending,
    counts.delivered,
  ];
  return summaries.sort((a, b) => {
    const [left, right] = [owed(a), owed(b)];
    const at = left.findIndex((each, index) => each !== right[index]);
    return at < 0 ? a.host.localeCompare(b.host) : (right[at] ?? 0) - (left[at] ?? 0);
  });
}

function failureOf(delivery: Delivery | undefined): string | null {
  if (delivery === undefined) return null;
  const { last_error: error, last_status_code: status } = delivery.callback;
  return failureMeaning(error, status);
}

function toldAfter({ task, callback }: Delivery): readonly number[] {
  if (task.completed_at === null || callback.delivered_at === null) return [];
  return [Math.max(0, Date.parse(callback.delivered_at) - Date.parse(task.completed_at))];
}

function spread(times: readonly number[]): HostSummary['toldAfter'] {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const longest = sorted.at(-1);
  return median === undefined || longest === undefined ? null : { median, longest };
}

function newest(deliveries: readonly Delivery[]): Delivery | undefined {
  return deliveries.toSorted((a, b) =>
    (b.task.completed_at ?? '').localeCompare(a.task.completed_at ?? ''),
  )[0];
}
