import { z } from 'zod';
import { isZeroTime } from '../instant.ts';
import { instant } from '../primitives.ts';

// Fields that may be absent. Producers print what they have not in many ways: pydantic, Jackson and Go's pointers as null,
// Go's strings as "", its times as the year 1. Every optional field of every event is made here, so that none is forgotten.

/** A field that may be absent; null is its absence, and is never handed on. */
export function optional<Schema extends z.ZodType>(schema: Schema): z.ZodOptional<Schema> {
  return absentWhere(schema, (value) => value === null);
}

/** An optional id, name or code, none of which is ever empty: the empty string is its absence as well. */
export function optionalText(schema: z.ZodString): z.ZodOptional<z.ZodString> {
  return absentWhere(schema, (value) => value === null || value === '');
}

/** An optional time; the empty string and Go's zero time are its absence as well. */
export const optionalInstant: z.ZodOptional<typeof instant> = absentWhere(
  instant,
  (value) => value === null || (typeof value === 'string' && (value === '' || isZeroTime(value))),
);

/**
 * A list of at most so many items, of which no more than one beyond that is looked at: a record may hold half a million,
 * and each would be a fault of its own.
 */
export function list<Item extends z.ZodType>(item: Item, most: number) {
  return z.preprocess(
    (value) => (Array.isArray(value) && value.length > most ? value.slice(0, most + 1) : value),
    z.array(item).max(most),
  );
}

/** A {@link list} that is empty where it is absent. */
export function optionalList<Item extends z.ZodType>(item: Item, most: number) {
  const items = list(item, most);
  const nullable = z.preprocess((value) => value ?? [], items.nullable());
  return (nullable as unknown as typeof items).prefault([]);
}

// What is done before is hidden from the generated documents by `preprocess`, so that these show the value's own schema.
function absentWhere<Schema extends z.ZodType>(
  schema: Schema,
  isAbsent: (value: unknown) => boolean,
): z.ZodOptional<Schema> {
  const absentable = z.preprocess((value) => (isAbsent(value) ? undefined : value), schema.nullish());
  // Null never gets as far as the schema, which names it for the documents alone.
  return absentable as unknown as z.ZodOptional<Schema>;
}
