import type { EventType } from '@taskfold/contract';

/** One event of a scenario. */
export interface ScenarioStep {
  /** Seconds after the demonstration began, when it is published. */
  readonly at: number;
  readonly type: EventType;
  /** Seconds after the beginning that the event tells as its time, when other than `at`: it comes late. */
  readonly happenedAt?: number;
  /** Names the event within its task. The same name again is the same event again: a duplicate. */
  readonly name: string;
  readonly source: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Its input as JSON text, for numbers that JavaScript cannot hold. */
  readonly inputText?: string;
}

/** The life of one task. */
export interface Scenario {
  /** Begins the task's id: `img`. */
  readonly prefix: string;
  readonly tenant: 'first' | 'second';
  /** The id of the API key that the caller asked its gateway with; a producer need not know it. */
  readonly askedWith?: string;
  /** What it shows, in a few words. */
  readonly shows: string;
  /** In any order of `at`. */
  readonly steps: readonly ScenarioStep[];
}

/** Makes steps whose events are of one source. */
export const eventsFrom =
  (source: string) =>
  (
    at: number,
    type: EventType,
    name: string,
    data: ScenarioStep['data'] = {},
    more: Pick<ScenarioStep, 'happenedAt' | 'inputText'> = {},
  ): ScenarioStep => ({ at, type, name, source, data, ...more });

const DAY_SECONDS = 86_400;

/** What happened yesterday, the given seconds after the time of day at which the demonstration began. */
export const yesterday = (seconds: number): Pick<ScenarioStep, 'happenedAt'> => ({
  happenedAt: seconds - DAY_SECONDS,
});
