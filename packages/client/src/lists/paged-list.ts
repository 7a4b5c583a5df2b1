import type { ApiPromise } from '../http/api-promise.ts';

/** What lists answer. */
interface Page<Item> {
  readonly data: readonly Item[];
  /** Where the next page begins; null where there is none. */
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

/**
 * A list that comes in pages. Nothing is asked for before it is read, and each reading begins anew.
 *
 * @example
 * ```ts
 * import { Taskfold } from '@taskfold/client';
 *
 * const taskfold = new Taskfold();
 * const list = taskfold.tasks.list({ order: 'asc', limit: 2 });
 * const ids: string[] = [];
 * for await (const { task_id } of list) ids.push(task_id);
 * const first = await list.page();
 *
 * ids; // ['task_1', 'task_2', 'task_3']
 * first.data.length; // 2
 * first.has_more; // true
 * ```
 */
export class PagedList<Item, PageOf extends Page<Item> = Page<Item>> implements AsyncIterable<Item> {
  readonly #read: (cursor: string | undefined) => ApiPromise<PageOf>;

  constructor(read: (cursor: string | undefined) => ApiPromise<PageOf>) {
    this.#read = read;
  }

  /** Page by page; `next_cursor` of one is where the next begins. */
  async *pages(): AsyncGenerator<PageOf, void, undefined> {
    for (let cursor: string | undefined; ; ) {
      const page = await this.#read(cursor);
      yield page;
      if (!page.has_more || page.next_cursor === null) return;
      cursor = page.next_cursor;
    }
  }

  /** One page: the first, or the one at the `cursor` that the list was made with. */
  page(): ApiPromise<PageOf> {
    return this.#read(undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { data } of this.pages()) yield* data;
  }

  /** All of them, or as many as are wanted, in memory. */
  async toArray(most: number = Number.POSITIVE_INFINITY): Promise<Item[]> {
    const items: Item[] = [];
    if (most <= 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= most) break;
    }
    return items;
  }
}

/** @param read asks for the page at the cursor of the query, or the first one */
export function pagedList<
  Item,
  PageOf extends Page<Item>,
  Query extends { readonly cursor?: string | undefined },
>(query: Query, read: (query: Query) => ApiPromise<PageOf & Page<Item>>): PagedList<Item, PageOf> {
  return new PagedList((cursor) => read(cursor === undefined ? query : { ...query, cursor }));
}
