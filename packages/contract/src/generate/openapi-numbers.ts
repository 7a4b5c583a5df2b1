import type { JsonSchema } from './walk.ts';
import { mapSchema } from './walk.ts';

const MOST_OF_32_BITS = 2 ** 31 - 1;

/**
 * Says of every number what holds it: generators take a `number` for one of 32 bits. Whole numbers are never beyond 2^53, since
 * the API reads and writes them as doubles.
 */
export function withNumberFormats(schema: JsonSchema): JsonSchema {
  return mapSchema(schema, (part) => {
    const types = Array.isArray(part.type) ? part.type : [part.type];
    if (types.includes('integer')) {
      const minimum = Number(part.minimum ?? Number.MIN_SAFE_INTEGER);
      const maximum = Number(part.maximum ?? Number.MAX_SAFE_INTEGER);
      const isSmall = minimum >= -MOST_OF_32_BITS && maximum <= MOST_OF_32_BITS;
      return { ...part, format: isSmall ? 'int32' : 'int64', minimum, maximum };
    }
    return types.includes('number') ? { ...part, format: 'double' } : part;
  });
}
