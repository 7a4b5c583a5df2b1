import { z } from 'zod';
import { parseEventSigningKeys } from './event-signatures.ts';

/** What services that publish or read events of Taskfold itself have in their environment. */
export const SIGNING_VARIABLES = {
  EVENT_SIGNING_KEYS: z
    .string()
    .superRefine((text, context) => {
      try {
        parseEventSigningKeys(text);
      } catch (error) {
        const message = error instanceof Error ? error.message : 'cannot be read';
        context.addIssue({ code: 'custom', message });
      }
    })
    .optional()
    .meta({
      description:
        'Keys that events of Taskfold itself are signed with, as id:key,id:key, each key at least 32 random bytes in Base64, the same for API and processor; the first signs, the others still verify. Without it nothing is signed or verified, and whoever may write to TOPIC_EVENTS can forge them.',
      secret: true,
    }),
};

/** The same for those that read them. */
export const VERIFYING_VARIABLES = {
  ...SIGNING_VARIABLES,
  EVENT_SIGNING_SINCE: z.iso.datetime({ offset: true }).optional().meta({
    description:
      'Time, as 2026-12-01T08:00:00Z, from which on events of Taskfold itself must be signed: those that the broker took before are believed. Without it, all must be.',
  }),
};
