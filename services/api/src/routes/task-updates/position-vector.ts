/** By partition, the position of the first change that was not read. Partitions that are absent are at 0. */
export type PositionVector = ReadonlyMap<number, number>;

const VECTOR = /^(?:\d{1,6}:\d{1,15}(?:,\d{1,6}:\d{1,15})*)?$/;

/** `0:17,1:4`, in the order of the partitions. */
export function printVector(vector: PositionVector): string {
  return [...vector]
    .sort(([left], [right]) => left - right)
    .map(([partition, position]) => `${partition}:${position}`)
    .join(',');
}

/** Null where the text is none that {@link printVector} makes. */
export function parseVector(text: string): PositionVector | null {
  if (!VECTOR.test(text)) return null;
  if (text === '') return new Map();
  return new Map(
    text.split(',').map((part) => {
      const [partition, position] = part.split(':');
      return [Number(partition), Number(position)];
    }),
  );
}
