import { encodeBinary, encodeStructured, type OutgoingEvent, type OutgoingRecord } from '@taskfold/kafka';
import type { Scenario, ScenarioStep } from './scenario.ts';

export interface ScheduledRecord {
  /** Seconds after the beginning. */
  readonly at: number;
  readonly record: OutgoingRecord;
}

export interface ScheduleOptions {
  readonly scenarios: readonly Scenario[];
  readonly tenants: Readonly<Record<Scenario['tenant'], string>>;
  /** Makes the ids of this run's tasks other than those of any run before. */
  readonly runId: string;
  /** When the demonstration begins, since the Unix epoch. */
  readonly startMs: number;
}

/** The id of the task that a scenario makes in a run. */
export function scenarioTaskId(scenario: Scenario, runId: string): string {
  return `${scenario.prefix}_${runId}${scenario.tenant === 'first' ? 'n' : 's'}`;
}

/** Everything to be published, in its order; structured and binary mode by turns. */
export function schedule({ scenarios, tenants, runId, startMs }: ScheduleOptions): ScheduledRecord[] {
  const due = scenarios.flatMap((scenario) =>
    scenario.steps.map((step) => ({
      at: step.at,
      event: eventOf(step, scenario, { tenants, runId, startMs }),
    })),
  );
  due.sort((a, b) => a.at - b.at);
  return due.map(({ at, event }, index) => ({
    at,
    record: index % 2 === 0 ? encodeStructured(event) : encodeBinary(event),
  }));
}

function eventOf(
  step: ScenarioStep,
  scenario: Scenario,
  { tenants, runId, startMs }: Omit<ScheduleOptions, 'scenarios'>,
): OutgoingEvent {
  const taskId = scenarioTaskId(scenario, runId);
  const { askedWith } = scenario;
  const { at, happenedAt = at, data, inputText } = step;
  return {
    id: `${taskId}-${step.name}`,
    source: step.source,
    type: step.type,
    time: new Date(startMs + happenedAt * 1000).toISOString(),
    subject: taskId,
    tenantid: tenants[scenario.tenant],
    ...(askedWith !== undefined && step.type === 'task.created'
      ? { extensions: { apikeyid: askedWith } }
      : {}),
    ...(inputText === undefined ? { data } : { dataText: withInput(data, inputText) }),
  };
}

function withInput(data: ScenarioStep['data'], inputText: string): string {
  return `${JSON.stringify(data).slice(0, -1)},"input":${inputText}}`;
}
