/** A span has room for some links; the work of a thousand events would name a thousand. */
const MAX_LINKS = 32;

/** The first distinct ones of those whom a span links to. */
export function producersOf(traceparents: Iterable<string>): Set<string> {
  const distinct = new Set<string>();
  for (const traceparent of traceparents) {
    distinct.add(traceparent);
    if (distinct.size === MAX_LINKS) break;
  }
  return distinct;
}
