import { z } from 'zod';
import type { ErrorCode } from '../../../errors.ts';
import type { Operation } from '../../operation.ts';

/** Who acts: every act names its actor, and may say why. Both are kept in the audit log. */
export const actFields = {
  actor: z.string().min(1).max(256).meta({ description: 'Who does it, for the audit log.' }),
  reason: z.string().min(1).max(1000).optional().meta({ description: 'Why, for the audit log.' }),
};

/** The body of an act that takes nothing more. */
export const actBody = z.strictObject(actFields);

/** The body of an act, with an example of it. */
export const actContent = (schema: z.ZodType = actBody, example: object = {}) =>
  ({
    required: true,
    content: { 'application/json': { schema, example: { ...example, actor: 'ann', reason: 'ticket 17' } } },
  }) as const satisfies Operation['body'];

/** What is answered to a body that is no act. */
export const ACT_ERRORS = [
  'malformed_json',
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
] as const satisfies readonly ErrorCode[];

/** All that is found, in one answer. @param description of its items */
export function listOf<Item extends z.ZodType>(item: Item, description: string) {
  return z.object({
    object: z.literal('list').meta({ description: 'What this is.' }),
    data: z.array(item).meta({ description }),
  });
}

/** An answer of JSON and nothing else. */
export const jsonAnswer = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});
