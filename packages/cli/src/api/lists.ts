import type { RequestParts } from '@taskfold/client';
import type { Operation } from '@taskfold/contract';
import { z } from 'zod';
import { CommandFailure } from '../outcome/command-failure.ts';
import type { AnswerOf } from './answer.ts';
import type { ApiClient, AskedOperation } from './client.ts';

/** What an operation that answers a list has in it. */
export type ItemOf<Of extends Operation> =
  AnswerOf<Of> extends { readonly data: readonly (infer Item)[] } ? Item : never;

/** Which part of a list. */
export interface ListRange {
  /** How many at most, over as many pages as it takes. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Some pages as one: as they came, and what this version knows of them. */
export interface ReadList<Item> {
  readonly json: {
    readonly object: 'list';
    readonly data: readonly unknown[];
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  items(): readonly Item[];
}

/** Of one page, the most that the API answers at once. */
const MOST_OF_PAGE = 100;

const page = z.looseObject({
  data: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
  has_more: z.boolean().optional(),
});

/**
 * A list as it came, of which no more is known than that it is one.
 *
 * @throws CommandFailure where it is none
 */
export function asList(json: unknown): z.output<typeof page> {
  const read = page.safeParse(json);
  if (read.success) return read.data;
  throw new CommandFailure('failed', 'The API answers with something that is no list: is the address right?');
}

/** Reads a list page by page until there are as many as wanted, or no more. */
export async function readList<Of extends AskedOperation>(
  api: ApiClient,
  operation: Of,
  parts: RequestParts<Of['id']>,
  { limit, cursor }: ListRange,
): Promise<ReadList<ItemOf<Of>>> {
  const data: unknown[] = [];
  const items: (() => readonly ItemOf<Of>[])[] = [];
  for (let next = cursor; ; ) {
    const query = { ...parts.query, limit: Math.min(limit - data.length, MOST_OF_PAGE), cursor: next };
    const answer = await api.call(operation, { ...parts, query });
    const { data: more, next_cursor, has_more } = asList(answer.json);
    data.push(...more);
    items.push(() => (answer.value as { readonly data: readonly ItemOf<Of>[] }).data);
    next = next_cursor ?? undefined;
    if (has_more !== true || next === undefined || data.length >= limit) {
      const json = {
        object: 'list',
        data,
        next_cursor: next ?? null,
        has_more: has_more === true,
      } as const;
      return { json, items: () => items.flatMap((of) => of()) };
    }
  }
}
