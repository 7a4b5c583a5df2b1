/** Counts dead letters among the last records of one partition: `limit` of the last `window` mean a flood. */
export function createFloodBreaker({ limit = 200, window = 1000 } = {}) {
  const ring = new Uint8Array(window);
  let next = 0;
  let dead = 0;
  return {
    /** @returns whether the partition has to halt. */
    add(isDeadLetter: boolean): boolean {
      dead += Number(isDeadLetter) - (ring[next] ?? 0);
      ring[next] = Number(isDeadLetter);
      next = (next + 1) % window;
      return dead >= limit;
    },
  };
}
