import { ErrorAnswer } from './error-answer.ts';
import type { Answer } from './exchange.ts';

/**
 * Where a list goes on, as clients hand it back: good for the list that it is of.
 *
 * @param list what it is of, with all that decides on what it holds
 */
export function cursorTo(list: readonly unknown[], place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, place])).toString('base64url');
}

/**
 * What {@link cursorTo} was given; undefined where there is no cursor.
 *
 * @throws ErrorAnswer `invalid_cursor` for one of another list
 */
export function placeOf(
  list: readonly unknown[],
  cursor: string | null | undefined,
): readonly (string | number)[] | undefined {
  if (cursor == null) return undefined;
  try {
    const [of, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (JSON.stringify(of) === JSON.stringify(list)) return place;
  } catch {
    // Told below.
  }
  throw new ErrorAnswer('invalid_cursor', { param: '/cursor' });
}

/** A page of a list. The items are JSON texts. */
export function pageJson(items: readonly string[], cursor: string | null, hasMore: boolean): string {
  const next = JSON.stringify(cursor);
  return `{"object":"list","data":[${items.join(',')}],"next_cursor":${next},"has_more":${hasMore}}`;
}

export interface PageOf<Item> {
  /** All of the list that lies behind the cursor. */
  readonly rest: readonly Item[];
  readonly limit: number;
  readonly list: readonly unknown[];
  readonly place: (item: Item) => readonly (string | number)[];
  readonly print: (item: Item) => string;
}

/** The first items of what is left, and the cursor behind them. */
export function pageOf<Item>({ rest, limit, list, place, print }: PageOf<Item>): Answer {
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1) : undefined;
  const cursor = last === undefined ? null : cursorTo(list, place(last));
  return cached(pageJson(page.map(print), cursor, last !== undefined));
}

const PRIVATE = { 'cache-control': 'private, no-cache', vary: 'Authorization, Accept-Encoding' };

/** An answer that may be asked for again. */
export function cached(
  body: string | null,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): Answer {
  return { status, headers: { ...PRIVATE, ...headers }, body };
}

/** One that may not. */
export function uncached(body: string | null, status = 200): Answer {
  return { status, headers: { 'cache-control': 'no-store' }, body };
}
