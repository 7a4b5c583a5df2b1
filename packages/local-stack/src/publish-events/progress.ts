import { escapeControls } from '@taskfold/runtime';
import type { PublishCounts } from './publish-lines.ts';

const TERMINAL_INTERVAL_MS = 200;
const PLAIN_INTERVAL_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  /** Writes a line without tearing the progress line. */
  line(text: string): void;
  /** Ends the progress line. */
  stop(): void;
}

/** One line that is rewritten on a terminal; elsewhere a line every few seconds. */
export function showProgress(output: Output, counts: PublishCounts): Progress {
  const rewriting = output.isTTY === true && process.env.TERM !== 'dumb';
  const started = performance.now();
  const show = () => {
    const text = summary(counts, performance.now() - started);
    output.write(rewriting ? CLEAR_LINE + text : `${text}\n`);
  };
  const timer = setInterval(show, rewriting ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
  return {
    line(text) {
      output.write(`${rewriting ? CLEAR_LINE : ''}${escapeControls(text)}\n`);
    },
    stop() {
      clearInterval(timer);
      if (rewriting) output.write(CLEAR_LINE);
    },
  };
}

/** `12,000 events published, 2 lines left out, 4.1 s, 2,927 events/s` */
export function summary({ published, bad }: PublishCounts, elapsedMs: number): string {
  const count = (value: number, one: string) =>
    `${value.toLocaleString('en-US')} ${value === 1 ? one : `${one}s`}`;
  const rate = elapsedMs > 0 ? Math.round((published / elapsedMs) * 1000) : 0;
  return [
    `${count(published, 'event')} published`,
    ...(bad === 0 ? [] : [`${count(bad, 'line')} left out`]),
    `${(elapsedMs / 1000).toFixed(1)} s`,
    `${rate.toLocaleString('en-US')} events/s`,
  ].join(', ');
}
