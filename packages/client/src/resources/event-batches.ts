/** The most that the API takes at once: events, and bytes of a body. */
const MOST_EVENTS = 500;
const MOST_BYTES = 4 * 1024 * 1024;

/** Events as the bodies of requests, each a JSON array that the API takes, in their order. One that is too large goes alone. */
export function* batchesOf(events: readonly object[]): Generator<string, void, undefined> {
  const encoder = new TextEncoder();
  let texts: string[] = [];
  let bytes = 0;
  for (const event of events) {
    const text = JSON.stringify(event);
    // With the comma after it, and the brackets around all.
    const size = encoder.encode(text).length + 1;
    if (texts.length === MOST_EVENTS || (texts.length > 0 && bytes + size + 1 > MOST_BYTES)) {
      yield `[${texts.join(',')}]`;
      texts = [];
      bytes = 0;
    }
    texts.push(text);
    bytes += size;
  }
  if (texts.length > 0) yield `[${texts.join(',')}]`;
}
