import type { ProducedType, TaskCloudEvent } from '../generated/events.ts';

/** An event that waits to be sent. */
export interface Report {
  readonly type: ProducedType;
  readonly bytes: number;
  /** Null where the spool alone has it. */
  readonly event: TaskCloudEvent | null;
  /** Its number in the spool. */
  readonly spooled: number | null;
  /** A report with the same text takes the place of this one while it waits. */
  readonly replaces: string | null;
}

/** What may be left out where too much waits, the first of them first. Ends, money, usage and the rest never are. */
const LEFT_OUT: readonly ProducedType[] = ['task.progressed', 'task.output_updated', 'task.warned'];

export interface ReportQueue {
  add(report: Report): void;
  /** The first reports, which stay until they are {@link done}; at least one where any waits. */
  first(most: number, mostBytes: number): readonly Report[];
  done(reports: readonly Report[]): void;
  /** Everything that waits, taken out. */
  clear(): readonly Report[];
  readonly size: number;
  readonly isFull: boolean;
}

/** Reports in the order in which they came, bounded in memory by leaving out what matters least. */
export function createReportQueue(maxBytes: number, onDropped: (report: Report) => void): ReportQueue {
  const waiting = new Set<Report>();
  const inFlight = new Set<Report>();
  const replaceable = new Map<string, Report>();
  const droppable = new Map(LEFT_OUT.map((type) => [type, new Set<Report>()]));
  let bytes = 0;

  const remove = (report: Report) => {
    if (!waiting.delete(report)) return;
    inFlight.delete(report);
    bytes -= heldBytes(report);
    droppable.get(report.type)?.delete(report);
    if (report.replaces !== null && replaceable.get(report.replaces) === report)
      replaceable.delete(report.replaces);
  };
  const leastOf = () =>
    [...droppable.values()].flatMap((reports) => firstOutside(reports, inFlight) ?? [])[0];

  return {
    add(given) {
      const isBeyond = given.spooled !== null && bytes + given.bytes > maxBytes;
      const report = isBeyond ? { ...given, event: null } : given;
      const before = report.replaces === null ? undefined : replaceable.get(report.replaces);
      if (before !== undefined && !inFlight.has(before)) remove(before);
      waiting.add(report);
      bytes += heldBytes(report);
      droppable.get(report.type)?.add(report);
      if (report.replaces !== null) replaceable.set(report.replaces, report);
      for (let least = leastOf(); bytes > maxBytes && least !== undefined; least = leastOf()) {
        remove(least);
        onDropped(least);
      }
    },
    first(most, mostBytes) {
      const batch: Report[] = [];
      let sum = 0;
      for (const report of waiting) {
        sum += report.bytes;
        if (batch.length > 0 && (batch.length >= most || sum > mostBytes)) break;
        batch.push(report);
        inFlight.add(report);
      }
      return batch;
    },
    done(reports) {
      for (const report of reports) remove(report);
    },
    clear() {
      const all = [...waiting];
      for (const report of all) remove(report);
      return all;
    },
    get size() {
      return waiting.size;
    },
    get isFull() {
      return bytes > maxBytes;
    },
  };
}

function heldBytes({ event, bytes }: Report): number {
  return event === null ? 0 : bytes;
}

function firstOutside(reports: ReadonlySet<Report>, others: ReadonlySet<Report>): Report | undefined {
  for (const report of reports) if (!others.has(report)) return report;
  return undefined;
}
