import { z } from 'zod';
import { jsonBody } from '../../operation.ts';

/** Who acts: every act names its actor, and may say why. Both are kept in the audit log. */
export const actFields = {
  actor: z.string().min(1).max(256).meta({ description: 'Who does it, for the audit log.' }),
  reason: z.string().min(1).max(1000).optional().meta({ description: 'Why, for the audit log.' }),
};

/** The body of an act that takes nothing more. */
export const actBody = z.strictObject(actFields);

/** The body of an act, with an example of it. */
export const actContent = (schema: z.ZodType = actBody, example: object = {}) =>
  jsonBody(schema, { ...example, actor: 'ann', reason: 'ticket 17' });
