import { z } from 'zod';

/** All that is found, in one answer. @param description of its items */
export function listOf<Item extends z.ZodType>(item: Item, description: string) {
  return z.object({
    object: z.literal('list').meta({ description: 'What this is.' }),
    data: z.array(item).meta({ description }),
  });
}

/** A page of a list that a cursor goes on from. @param description of its items */
export function pageOf<Item extends z.ZodType>(item: Item, description: string) {
  return listOf(item, description).extend({
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Where the next page begins; null after the last.' }),
    has_more: z.boolean().meta({ description: 'Whether there is a next page.' }),
  });
}
