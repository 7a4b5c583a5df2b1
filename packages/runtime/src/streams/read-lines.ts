import { StringDecoder } from 'node:string_decoder';

export interface Line {
  /** From 1. */
  readonly number: number;
  /** `undefined` where the line is longer than allowed; it is not kept. */
  readonly text: string | undefined;
}

/**
 * The lines of a stream, those of one chunk together, so that a slow stream is not held back. Memory stays bounded, also
 * for a line without end.
 *
 * @param maxLength characters of a line at most
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, maxLength: number): AsyncGenerator<Line[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let tooLong = false;
  let number = 0;

  function take(text: string): Line {
    number += 1;
    const dropped = tooLong || rest.length + text.length > maxLength;
    const line = {
      number,
      text: dropped ? undefined : (rest + text).replace(number === 1 ? /^\ufeff/ : /^$/, ''),
    };
    rest = '';
    tooLong = false;
    return line;
  }

  for await (const chunk of chunks) {
    const pieces = decoder.write(chunk).split('\n');
    const last = pieces.pop() ?? '';
    const lines = pieces.map(take);
    rest += last;
    if (rest.length > maxLength) {
      rest = '';
      tooLong = true;
    }
    if (lines.length > 0) yield lines;
  }
  rest += decoder.end();
  if (rest !== '' || tooLong) yield [take('')];
}
