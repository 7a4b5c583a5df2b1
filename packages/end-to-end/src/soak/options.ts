import { parseArgs } from 'node:util';
import { FAULT_KINDS, type FaultKind } from './faults/schedule.ts';
import { SABOTAGES, type Sabotage } from './sabotage/sabotage.ts';

export interface SoakOptions {
  readonly minutes: number;
  /** Events a second. */
  readonly rate: number;
  /** Seconds from one fault to the next; 0 for none. */
  readonly killEvery: number;
  readonly seed: number;
  /** Those that come, by turns. */
  readonly faults: readonly FaultKind[];
  readonly sabotage: Sabotage | null;
  readonly brokers: 1 | 3;
  /** Seconds with nothing broken after which what was not told is late. */
  readonly lateAfter: number;
  /** Seconds in all. */
  readonly lateAtMost: number;
  /** Folder that the report is written to. */
  readonly report: string;
}

export const USAGE = `Usage: npm run soak -- [OPTION]...

Runs the whole system under load on servers of its own and breaks something every few seconds: processors, the dispatcher of callbacks,
APIs, brokers and the database are killed, frozen and stopped, and the database is failed over to a standby that lacks commits. Meanwhile
producers publish, callers are called back, and clients follow updates, feed, streams and tasks. At the end everything is held against
the fold of the log: what was lost, doubled, wrong or late is counted, and all must be zero.

  --minutes N        how long events are published (20)
  --rate N           events a second (500)
  --kill-every N     seconds from one fault to the next; 0 for none (20)
  --seed N           decides lives and faults; a random one where absent
  --faults LIST      only these, separated by commas:
                     ${FAULT_KINDS.map((kind) => `"${kind}"`).join(', ')}
  --sabotage=WHAT    break the processors on purpose: ${SABOTAGES.join(', ')}; the report must find it
  --brokers N        1 or 3 (3)
  --late-after N     seconds with nothing broken after which something is late (5)
  --late-at-most N   seconds after which it is late whatever was broken (90)
  --report FOLDER    where report.md, report.json, soak.svg and logs are written (soak-report)
  --help             show this

The exit code is 0 where nothing was found, 1 where something was, 2 where it could not run. Ctrl-C ends it with a report of what has
been so far; a second one ends it at once.
`;

/**
 * @returns null where only help is asked for
 * @throws Error in words for a person, where an option cannot be used
 */
export function parseSoakOptions(args: readonly string[]): SoakOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '20' },
      rate: { type: 'string', default: '500' },
      'kill-every': { type: 'string', default: '20' },
      seed: { type: 'string' },
      faults: { type: 'string', default: FAULT_KINDS.join(',') },
      sabotage: { type: 'string' },
      brokers: { type: 'string', default: '3' },
      'late-after': { type: 'string', default: '5' },
      'late-at-most': { type: 'string', default: '90' },
      report: { type: 'string', default: 'soak-report' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const number = (name: string, text: string, least: number, most: number) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most)) {
      throw new Error(`--${name} is a number from ${least} to ${most}, not "${text}".`);
    }
    return value;
  };
  const brokers = number('brokers', values.brokers, 1, 3);
  if (brokers !== 1 && brokers !== 3) throw new Error('--brokers is 1 or 3.');
  const { sabotage } = values;
  if (sabotage !== undefined && !isSabotage(sabotage)) {
    throw new Error(`--sabotage is one of ${SABOTAGES.join(', ')}, not "${sabotage}".`);
  }
  const faults = values.faults.split(',').map((text) => text.trim());
  const unknown = faults.find((text) => !isFaultKind(text));
  if (unknown !== undefined) {
    throw new Error(`--faults is a list of ${FAULT_KINDS.join(', ')}; "${unknown}" is none of them.`);
  }
  return {
    faults: faults.filter(isFaultKind),
    minutes: number('minutes', values.minutes, 0.1, 100_000),
    rate: number('rate', values.rate, 1, 100_000),
    killEvery: number('kill-every', values['kill-every'], 0, 86_400),
    seed: Math.floor(number('seed', values.seed ?? String(Math.floor(Math.random() * 1e6)), 0, 2 ** 32 - 1)),
    sabotage: sabotage ?? null,
    brokers,
    lateAfter: number('late-after', values['late-after'], 0.1, 86_400),
    lateAtMost: number('late-at-most', values['late-at-most'], 0.1, 86_400),
    report: values.report,
  };
}

const isSabotage = (text: string): text is Sabotage => (SABOTAGES as readonly string[]).includes(text);
const isFaultKind = (text: string): text is FaultKind => (FAULT_KINDS as readonly string[]).includes(text);
