import { z } from 'zod';
import { listOf } from '../../../envelope/page.ts';
import { jsonAnswer, noQuery, type Operation } from '../../operation.ts';

/** A setting, as it is in force. */
export const setting = z.object({
  object: z.literal('setting').meta({ description: 'What this is.' }),
  name: z.string().meta({ description: 'The variable of the environment.' }),
  value: z
    .string()
    .nullable()
    .meta({ description: 'What is in force; null where it is a secret, or not set and without a default.' }),
  is_set: z.boolean().meta({ description: 'Whether there is a value, be it the default.' }),
  is_secret: z.boolean().meta({ description: 'Whether its value is never shown.' }),
  default: z
    .string()
    .nullable()
    .meta({ description: 'What is in force where it is not set; null for none.' }),
  description: z.string().meta({ description: 'What it is for.' }),
});

export const listSettings = {
  id: 'listSettings',
  method: 'GET',
  path: '/operator/settings',
  scope: null,
  tag: 'Standing',
  summary: 'The configuration in force',
  description:
    'Every setting of the API process that answers, without secrets. Another process of it, or a processor, may have others.',
  query: noQuery,
  answers: {
    200: jsonAnswer('The settings.', listOf(setting, 'The settings, in the order of the reference.')),
  },
  errors: ['invalid_request'],
} as const satisfies Operation;
