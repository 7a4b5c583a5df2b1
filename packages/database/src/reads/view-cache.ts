import type { VisibleTask } from '@taskfold/fold';
import { LRUCache } from 'lru-cache';

/** Views of tasks as they were read last, by `<tenant>/<task>`, for the next look-up to compare with what is stored. */
export interface ViewCache {
  get(key: string): VisibleTask | undefined;
  /**
   * Takes the place of the view that is kept, or is kept where the task is read for the second time: most tasks that are not
   * polled are read once, and would only push out others.
   *
   * @param view null where the task is not there, or not visible
   */
  set(key: string, view: VisibleTask | null): void;
}

/** What a view takes beside the texts of input and output, about: seventy fields, and what is made of them for an answer. */
const BYTES_OF_A_VIEW = 6000;

/** Of so many reads and as many before them it is known which tasks they were of. */
const REMEMBERED_READS = 20_000;

/** @param maxBytes of all views together, estimated; 0 keeps none */
export function createViewCache(maxBytes: number): ViewCache {
  if (maxBytes === 0) return { get: () => undefined, set: () => {} };
  const views = new LRUCache<string, VisibleTask>({ maxSize: maxBytes, sizeCalculation: bytesOf });
  let read = new Set<string>();
  let readBefore = new Set<string>();

  function isSecondRead(key: string): boolean {
    if (read.has(key) || readBefore.has(key)) return true;
    read.add(key);
    if (read.size >= REMEMBERED_READS) {
      readBefore = read;
      read = new Set();
    }
    return false;
  }

  return {
    get: (key) => views.get(key),
    set(key, view) {
      if (view === null) views.delete(key);
      else if (views.has(key) || isSecondRead(key)) views.set(key, view);
    },
  };
}

/** Twice the texts: whoever answers with a view keeps what it rendered beside it. */
function bytesOf({ input, output }: VisibleTask): number {
  return BYTES_OF_A_VIEW + 2 * ((input?.length ?? 0) + (output?.length ?? 0));
}
