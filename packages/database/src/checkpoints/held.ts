import type { Head } from './read-heads.ts';

/** By partition, how far something is. */
export type Heads = ReadonlyMap<number, Head>;

/** Whether a database whose partition is as far as `held` shows all that was committed when it was as far as `wanted`. */
export function isHeld(held: Head | undefined, wanted: Head | undefined): boolean {
  if (wanted === undefined) return true;
  if (held === undefined) return false;
  return held.nextOffset >= wanted.nextOffset && held.nextPosition >= wanted.nextPosition;
}

/** The same of all partitions that are wanted. */
export function areHeld(held: Heads, wanted: Heads): boolean {
  for (const [partition, head] of wanted) if (!isHeld(held.get(partition), head)) return false;
  return true;
}
