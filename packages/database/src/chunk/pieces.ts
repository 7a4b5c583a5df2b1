/** So many rows are printed between two turns of the event loop. */
const PIECE = 200;

/** @returns the items in their order, a piece after the other, none of them empty */
export function* inPieces<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let index = 0; index < items.length; index += PIECE) yield items.slice(index, index + PIECE);
}
