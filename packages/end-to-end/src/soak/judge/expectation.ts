import { instantFromMilliseconds, taskKey } from '@taskfold/contract';
import {
  type Disposition,
  emptyState,
  factsOf,
  fold,
  type KnownContent,
  knownAs,
  renderSummary,
  renderTask,
  type TaskState,
  visible,
} from '@taskfold/fold';
import { type Decoded, decodeRecord, type LogRecord } from '@taskfold/kafka';
import type { Findings } from '../findings.ts';
import { digestOf, type Seen } from '../observers/seen.ts';
import { SOURCE, TENANT } from '../workload/life.ts';

/** What the fold of the log makes of a record. */
export interface ExpectedEntry {
  readonly taskId: string;
  readonly disposition: Disposition;
  readonly revision: number;
}

interface ExpectedTask {
  state: TaskState;
  readonly known: Map<string, KnownContent>;
  /** Of the producer's events, in the order of the log. */
  readonly numbers: number[];
  readonly revisions: Set<number>;
}

/** What must be, by the pure fold of the log alone: record by record, and task by task. */
export class Expectation {
  readonly tasks = new Map<string, ExpectedTask>();
  /** By partition and offset. */
  readonly entries = new Map<number, Map<number, ExpectedEntry>>();
  readonly #partitionCount: number;
  readonly #seen: Seen;
  readonly #findings: Findings;

  constructor(partitionCount: number, seen: Seen, findings: Findings) {
    this.#partitionCount = partitionCount;
    this.#seen = seen;
    this.#findings = findings;
  }

  /** Each record of the log once, those of a partition in their order. */
  take(record: LogRecord): void {
    const { partition, offset } = record;
    const decoded: Decoded = decodeRecord(record, {
      partitionCount: this.#partitionCount,
      partitioner: 'murmur2',
    });
    if (decoded.kind !== 'event') {
      this.#findings.add(
        'wrong',
        'log',
        `partition ${partition}, offset ${offset}: is no event (${decoded.kind})`,
      );
      return;
    }
    const { event } = decoded;
    if (event.tenantId !== TENANT) {
      this.#findings.add('wrong', 'log', `partition ${partition}, offset ${offset}: is of ${taskKey(event)}`);
      return;
    }
    const task = this.#taskOf(event.taskId);
    if (event.source === SOURCE) task.numbers.push(Number(event.id.slice(event.id.lastIndexOf('-') + 1)));
    const recordTime = instantFromMilliseconds(record.timestampMs);
    const { state, disposition, added } = fold(task.state, event, recordTime, task.known);
    if (added !== null) task.known.set(...knownAs(added));
    const isNew = state.revision > task.state.revision;
    task.state = state;
    const ofPartition = this.entries.get(partition) ?? new Map<number, ExpectedEntry>();
    this.entries.set(partition, ofPartition);
    ofPartition.set(offset, { taskId: event.taskId, disposition, revision: state.revision });
    if (isNew) this.#holdAgainstSeen(event.taskId, task);
  }

  /** What was seen of revisions that never were. */
  judgeUnknownRevisions(): void {
    for (const [taskId, { revisions }] of this.tasks) {
      for (const form of ['task', 'summary'] as const) {
        for (const revision of this.#seen.revisions(form, taskId)) {
          if (!revisions.has(revision)) {
            this.#findings.add('wrong', 'states', `${taskId}: revision ${revision} was seen and never was`);
          }
        }
      }
    }
  }

  #taskOf(taskId: string): ExpectedTask {
    const task = this.tasks.get(taskId) ?? {
      state: emptyState(TENANT, taskId),
      known: new Map<string, KnownContent>(),
      numbers: [],
      revisions: new Set<number>(),
    };
    this.tasks.set(taskId, task);
    return task;
  }

  #holdAgainstSeen(taskId: string, { state, revisions }: ExpectedTask): void {
    revisions.add(state.revision);
    const [task, summary] = (['task', 'summary'] as const).map((form) =>
      this.#seen.get(form, taskId, state.revision),
    );
    if (task === undefined && summary === undefined) return;
    const view = visible(factsOf(state));
    const wrong = (form: string) =>
      this.#findings.add(
        'wrong',
        'states',
        `${taskId}: what was seen as revision ${state.revision} (${form}) is not the fold of the log`,
      );
    if (view === null) {
      wrong('before its creation');
      return;
    }
    if (task !== undefined && task !== digestOf(JSON.parse(renderTask(view)))) wrong('task');
    if (summary !== undefined && summary !== digestOf(JSON.parse(renderSummary(view, new Set()))))
      wrong('summary');
  }
}
