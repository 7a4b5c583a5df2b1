/**
 * An offset or a timestamp that kafkajs gives as text.
 *
 * @throws RangeError beyond 2^53 − 1, where a number would no longer be exact
 */
export function toNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is not a safe integer`);
  return number;
}
