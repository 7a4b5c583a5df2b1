import { type Instant, instantFromMilliseconds, type JsonObject, type TaskEvent } from '@taskfold/contract';
import {
  type DueDelivery,
  deliveriesDue,
  emptyState,
  type FoldResult,
  factsOf,
  fold,
  type KnownContent,
  knownAs,
  type LedgerEntry,
  type TaskState,
  type UsageRecord,
  type VisibleTask,
  visible,
} from '@taskfold/fold';
import { createSignal, type Signal } from './signal.ts';

/** The log has one partition. */
export const PARTITION = 0;

/** What became of an event of the log. */
export interface FoldedEvent extends Pick<FoldResult, 'disposition' | 'reason'> {
  readonly event: TaskEvent;
  readonly offset: number;
  readonly recordedAt: Instant;
  readonly revision: number;
  readonly changed: JsonObject | null;
}

/** A task, and what is stored beside its state. */
interface StoredTask {
  readonly state: TaskState;
  /** Null while its creation has not come. */
  readonly view: VisibleTask | null;
  readonly timeline: readonly FoldedEvent[];
  readonly usage: readonly UsageRecord[];
  readonly ledger: readonly LedgerEntry[];
}

/** A task whose creation has come. */
export interface ShownTask extends StoredTask {
  readonly view: VisibleTask;
}

export interface ProjectionOptions {
  readonly lagMs: number;
  /** Told of what a caller is to be told. */
  readonly onDue: (task: ShownTask, due: DueDelivery) => void;
}

/** The log, and what the fold makes of it. */
export interface Projection {
  /** @returns its offset */
  append(event: TaskEvent): number;
  /** Undefined where there is none, or nobody may see it. */
  task(taskId: string): ShownTask | undefined;
  /** All that may be seen. */
  tasks(): readonly ShownTask[];
  /** The ids of tasks in the order in which they changed; an index is a position. */
  readonly changes: readonly string[];
  /** How many events of the log are folded: those below this offset. */
  readonly folded: number;
  /** How many there are. */
  readonly end: number;
  /** Whenever an event was folded. */
  readonly moved: Signal;
  close(): void;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
interface Held extends Mutable<StoredTask> {
  readonly known: Map<string, KnownContent>;
}

export function createProjection({ lagMs, onDue }: ProjectionOptions): Projection {
  const tasks = new Map<string, Held>();
  const changes: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const moved = createSignal();
  let folded = 0;
  let end = 0;

  function foldNext(event: TaskEvent, recordedAt: Instant): void {
    const offset = folded;
    folded += 1;
    const task = tasks.get(event.taskId) ?? untold(event);
    tasks.set(event.taskId, task);
    const before = task.state;
    const result = fold(before, event, recordedAt, task.known);
    const { state, disposition, reason, changed, added } = result;
    if (added !== null) {
      task.known.set(...knownAs(added));
      if (added.kind === 'usage') task.usage = [...task.usage, added];
      else task.ledger = [...task.ledger, added];
    }
    if (state !== before) {
      task.state = state;
      task.view = state.updatedAt === null ? null : visible(factsOf(state));
      if (state.erased && !before.erased)
        task.ledger = task.ledger.map((entry) => ({ ...entry, reason: null }));
    }
    task.timeline = [
      ...task.timeline,
      { event, offset, recordedAt, disposition, reason, revision: state.revision, changed },
    ];
    if (disposition === 'applied') changes.push(event.taskId);
    moved.tell();
    if (isShown(task)) for (const due of deliveriesDue(before, state)) onDue(task, due);
  }

  return {
    append(event) {
      const offset = end;
      end += 1;
      const recordedAt = instantFromMilliseconds(Date.now());
      if (lagMs === 0) foldNext(event, recordedAt);
      else {
        const timer = setTimeout(() => {
          timers.delete(timer);
          foldNext(event, recordedAt);
        }, lagMs);
        timers.add(timer);
      }
      return offset;
    },
    task(taskId) {
      const task = tasks.get(taskId);
      return task !== undefined && isShown(task) ? task : undefined;
    },
    tasks: () => [...tasks.values()].filter(isShown),
    changes,
    get folded() {
      return folded;
    },
    get end() {
      return end;
    },
    moved,
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function untold({ tenantId, taskId }: TaskEvent): Held {
  return {
    state: emptyState(tenantId, taskId),
    view: null,
    timeline: [],
    usage: [],
    ledger: [],
    known: new Map(),
  };
}

function isShown<Task extends StoredTask>(task: Task): task is Task & ShownTask {
  return task.view !== null;
}
