import { createHash } from 'node:crypto';

/** In which form a state was seen: a whole task, or its summary. */
export type SeenForm = 'task' | 'summary';

/** By task and revision, what somebody saw of it, as a digest: held against the fold of the log at the end. */
export class Seen {
  readonly #digests: Readonly<Record<SeenForm, Map<string, Map<number, string>>>> = {
    task: new Map(),
    summary: new Map(),
  };

  /** @returns whether it is the first of its revision, or the same as what was seen of it before */
  note(form: SeenForm, taskId: string, revision: number, state: unknown): boolean {
    const ofForm = this.#digests[form];
    const ofTask = ofForm.get(taskId) ?? new Map<number, string>();
    ofForm.set(taskId, ofTask);
    const digest = digestOf(state);
    const before = ofTask.get(revision);
    if (before === undefined) ofTask.set(revision, digest);
    return before === undefined || before === digest;
  }

  /** Undefined where nobody saw that revision. */
  get(form: SeenForm, taskId: string, revision: number): string | undefined {
    return this.#digests[form].get(taskId)?.get(revision);
  }

  /** The revisions of a task that were seen. */
  revisions(form: SeenForm, taskId: string): Iterable<number> {
    return this.#digests[form].get(taskId)?.keys() ?? [];
  }
}

/** Of what JSON says, in whatever order it names members. Twelve bytes: enough that two states of a task never share one. */
export function digestOf(state: unknown): string {
  return createHash('sha1').update(JSON.stringify(state, sorted)).digest().subarray(0, 12).toString('latin1');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
