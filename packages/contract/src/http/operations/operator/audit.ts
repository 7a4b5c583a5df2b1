import { z } from 'zod';
import { pageOf } from '../../../envelope/page.ts';
import { wireTime } from '../../../envelope/shapes.ts';
import { jsonAnswer, type Operation } from '../../operation.ts';
import { cursorParameter, integerParameter, textParameter } from '../../parameters.ts';

/** Something that an operator did. */
export const auditEntry = z.object({
  object: z.literal('audit_entry').meta({ description: 'What this is.' }),
  audit_id: z.int().min(0).meta({ description: 'Its number; rises.' }),
  occurred_at: wireTime.meta({ description: 'When.' }),
  actor: z.string().meta({ description: 'Who.' }),
  action: z.string().meta({ description: 'What was done, such as `tenant.created`.' }),
  subject: z.string().meta({ description: 'To what, such as `tenant/acme`.' }),
  details: z.unknown().meta({ description: 'More about it, with the reason that was given.' }),
});

/** `GET /operator/audit`. */
export const listAuditQuery = z.strictObject({
  actor: textParameter(256).optional().meta({ description: 'What this one did.' }),
  action: textParameter(256).optional().meta({ description: 'Where this was done.' }),
  subject: textParameter(1024).optional().meta({ description: 'What was done to this.' }),
  limit: integerParameter(1, 500)
    .default(50)
    .meta({ description: 'How many at most, 1 to 500; 50 by default.', default: 50 }),
  cursor: cursorParameter.optional(),
});
export type ListAuditQuery = z.output<typeof listAuditQuery>;

export const listAudit = {
  id: 'listAudit',
  method: 'GET',
  path: '/operator/audit',
  scope: null,
  tag: 'Standing',
  summary: 'What operators did',
  description: 'The audit log, what was done last first. It is only added to.',
  query: listAuditQuery,
  answers: { 200: jsonAnswer('A page of the audit log.', pageOf(auditEntry, 'The entries of this page.')) },
  errors: ['invalid_request', 'invalid_cursor'],
} as const satisfies Operation;
