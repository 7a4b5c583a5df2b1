/**
 * Where an item belongs in a sorted list: the index of the first element that is not before it.
 *
 * @param compare negative where its first argument belongs before its second.
 */
export function insertionIndex<Item, Probe>(
  list: readonly Item[],
  probe: Probe,
  compare: (item: Item, probe: Probe) => number,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = list[middle];
    if (item !== undefined && compare(item, probe) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
