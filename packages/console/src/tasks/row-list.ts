import type { TaskSummary } from '@taskfold/client';

/** Rows of one chunk at most; one that would hold more is cut in two. */
const MOST = 512;

interface Chunk {
  readonly rows: readonly TaskSummary[];
  /** Of each id its place in the chunk. */
  readonly places: ReadonlyMap<string, number>;
}

const chunkOf = (rows: readonly TaskSummary[]): Chunk => ({
  rows,
  places: new Map(rows.map(({ task_id: id }, place) => [id, place])),
});

/** The newest first; of one instant by id, so that the order is always the same. */
function isNewer(a: TaskSummary, b: TaskSummary): boolean {
  return a.created_at === b.created_at ? a.task_id > b.task_id : a.created_at > b.created_at;
}

/**
 * Rows by place and by id, as many as a person can scroll through. It never changes: what is changed is a list of its own, which has
 * all chunks but one in common with it, so that a change costs the same in a list of a hundred and of a hundred thousand.
 */
export class RowList implements Iterable<TaskSummary> {
  static readonly empty: RowList = new RowList([]);

  /** Each id once. */
  static of(rows: readonly TaskSummary[]): RowList {
    return RowList.empty.followedBy(rows);
  }

  readonly length: number;
  readonly #chunks: readonly Chunk[];
  /** Of each chunk the place of its first row. */
  readonly #starts: readonly number[];

  private constructor(chunks: readonly Chunk[]) {
    this.#chunks = chunks;
    let length = 0;
    this.#starts = chunks.map(({ rows }) => {
      length += rows.length;
      return length - rows.length;
    });
    this.length = length;
  }

  *[Symbol.iterator](): Iterator<TaskSummary> {
    for (const { rows } of this.#chunks) yield* rows;
  }

  at(place: number): TaskSummary | undefined {
    const index = this.#chunkAt(place);
    return this.#chunks[index]?.rows[place - (this.#starts[index] ?? 0)];
  }

  /** @returns -1 where no row has the id */
  placeOf(taskId: string): number {
    for (const [index, { places }] of this.#chunks.entries()) {
      const place = places.get(taskId);
      if (place !== undefined) return (this.#starts[index] ?? 0) + place;
    }
    return -1;
  }

  /** The place of the first row that is older; `length` where none is. */
  placeFor(task: TaskSummary): number {
    const index = this.#chunks.findIndex(({ rows }) => {
      const last = rows.at(-1);
      return last !== undefined && isNewer(task, last);
    });
    const chunk = this.#chunks[index];
    if (chunk === undefined) return this.length;
    return (this.#starts[index] ?? 0) + chunk.rows.findIndex((row) => isNewer(task, row));
  }

  /** With another state of the task that is at the place. */
  replaced(place: number, task: TaskSummary): RowList {
    return this.#with(place, ({ rows, places }, at) => [{ rows: rows.with(at, task), places }]);
  }

  /** With one more row, before the one that is at the place. */
  inserted(place: number, task: TaskSummary): RowList {
    if (place >= this.length) return this.followedBy([task]);
    return this.#with(place, ({ rows }, at) => {
      const more = rows.toSpliced(at, 0, task);
      if (more.length <= MOST) return [chunkOf(more)];
      const middle = more.length >> 1;
      return [chunkOf(more.slice(0, middle)), chunkOf(more.slice(middle))];
    });
  }

  /** With further rows behind the last one. Their ids are not here yet. */
  followedBy(more: readonly TaskSummary[]): RowList {
    if (more.length === 0) return this;
    const last = this.#chunks.at(-1);
    const open = last !== undefined && last.rows.length + more.length <= MOST ? last : undefined;
    const rows = open === undefined ? more : [...open.rows, ...more];
    const added: Chunk[] = [];
    for (let begin = 0; begin < rows.length; begin += MOST)
      added.push(chunkOf(rows.slice(begin, begin + MOST)));
    return new RowList([...(open === undefined ? this.#chunks : this.#chunks.slice(0, -1)), ...added]);
  }

  /** The rows that begin at the place. */
  from(place: number): RowList {
    const index = this.#chunkAt(place);
    const chunk = this.#chunks[index];
    if (chunk === undefined) return RowList.empty;
    const rest = chunk.rows.slice(place - (this.#starts[index] ?? 0));
    return new RowList([chunkOf(rest), ...this.#chunks.slice(index + 1)]);
  }

  /** With all rows of another list behind the last one. Their ids are not here yet. */
  before(other: RowList): RowList {
    return new RowList([...this.#chunks, ...other.#chunks]);
  }

  #with(place: number, change: (chunk: Chunk, at: number) => readonly Chunk[]): RowList {
    const index = this.#chunkAt(place);
    const chunk = this.#chunks[index];
    if (chunk === undefined) throw new RangeError(`there is no row ${place} of ${this.length}`);
    const changed = change(chunk, place - (this.#starts[index] ?? 0));
    return new RowList(this.#chunks.toSpliced(index, 1, ...changed));
  }

  /** The index of the chunk that holds a place; -1 where none does. */
  #chunkAt(place: number): number {
    if (!(place >= 0 && place < this.length)) return -1;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
