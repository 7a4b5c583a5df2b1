import type { JsonText } from '@taskfold/contract';
import { compact, someNumber, textAt } from './scan.ts';

const MAX_NUMBER_LENGTH = 4096;
const MAX_EXPONENT = 308;

/**
 * The text of a member as its producer wrote it, every digit kept, without white space between the tokens.
 *
 * @throws RangeError for a number that PostgreSQL could not keep, or would unfold into millions of digits
 */
export function exactText(text: string, path: readonly string[]): JsonText | undefined {
  const found = textAt(text, path);
  if (found === undefined) return undefined;
  if (someNumber(found, isTooLarge)) {
    throw new RangeError(
      `holds a number of more than ${MAX_NUMBER_LENGTH} characters or with an exponent beyond ${MAX_EXPONENT}`,
    );
  }
  return compact(found) as JsonText;
}

function isTooLarge(number: string): boolean {
  const exponent = Math.abs(Number(/[eE](.*)/.exec(number)?.[1] ?? 0));
  return number.length > MAX_NUMBER_LENGTH || exponent > MAX_EXPONENT;
}
