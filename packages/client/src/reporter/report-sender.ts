import { type Bell, createBell } from './bell.ts';
import type { Report, ReportQueue } from './report-queue.ts';
import { type SendOptions, sendReports } from './send-reports.ts';

/** Sends what is added, in the background. */
export interface ReportSender {
  add(report: Report): void;
  /** Begins with what waits already. */
  start(): void;
  /** Ends what is under way, and sends nothing more. @returns what waited */
  stop(): Promise<readonly Report[]>;
  readonly until: Bell['until'];
  /** How many waited when it was stopped. */
  readonly unsent: number;
}

export function createReportSender(
  queue: ReportQueue,
  options: Omit<SendOptions, 'queue' | 'signal' | 'onSent'>,
): ReportSender {
  const stop = new AbortController();
  const bell = createBell();
  let sending: Promise<void> | null = null;
  let unsent = 0;

  const send = async () => {
    // What is told in one go is sent together.
    await null;
    await sendReports({ ...options, queue, onSent: bell.ring, signal: stop.signal });
    sending = null;
    if (queue.size > 0) start();
  };
  const start = () => {
    if (stop.signal.aborted || queue.size === 0) return;
    sending ??= send();
  };
  return {
    add(report) {
      queue.add(report);
      start();
    },
    start,
    async stop() {
      stop.abort(new DOMException('The reporter is closed', 'AbortError'));
      await sending;
      const left = queue.clear();
      unsent = left.length;
      bell.ring();
      return left;
    },
    until: bell.until,
    get unsent() {
      return unsent;
    },
  };
}
