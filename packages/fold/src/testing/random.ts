/** Numbers that one seed determines. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** True with this probability, from 0 to 1. */
  chance(probability: number): boolean;
  /** @throws Error where there is nothing to choose from */
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** @param seed a whole number; the same one always gives the same numbers */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  /** The generator `splitmix32`: every seed will do, also 0, 1, 2. */
  function next(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  const below = (limit: number) => Math.floor(next() * limit);

  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick(items) {
      const index = below(items.length);
      const item = items[index];
      if (index >= items.length || item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    shuffle(items) {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const [moved] = shuffled.splice(below(last + 1), 1);
        if (moved !== undefined) shuffled.push(moved);
      }
      return shuffled;
    },
  };
}
