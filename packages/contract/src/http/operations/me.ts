import { z } from 'zod';
import { wireTime } from '../../envelope/shapes.ts';
import { jsonAnswer, noQuery, type Operation } from '../operation.ts';
import { SCOPES } from '../scopes.ts';
import { readTokenFilter } from './tokens.ts';

/** Who asks, and what whoever asks with this key or token may do. */
export const me = z.object({
  object: z.literal('me').meta({ description: 'What this is.' }),
  kind: z.enum(['api_key', 'read_token']).meta({ description: 'What the request came with.' }),
  tenant_id: z.string().meta({ description: 'The tenant that it belongs to.' }),
  project_id: z.string().meta({ description: 'The project of the key.' }),
  key_id: z
    .string()
    .meta({ description: 'The id of the key; of a read token that of the key which made it.' }),
  scopes: z.array(z.enum(SCOPES)).meta({ description: 'What it may do.' }),
  expires_at: wireTime.nullable().meta({ description: 'From when on it is refused; null for never.' }),
  task_id: z.string().nullable().meta({ description: 'The one task that a read token reads.' }),
  filter: readTokenFilter.nullable().meta({ description: 'What the tasks that a read token reads have.' }),
});

export const getMe = {
  id: 'getMe',
  method: 'GET',
  path: '/v1/me',
  scope: 'any',
  readTokens: true,
  tag: 'Keys',
  summary: 'Who asks',
  description:
    'The tenant and the project of the key or the read token of the request, what it may do, and until when.',
  query: noQuery,
  answers: { 200: jsonAnswer('Whose key or token it is, and what it may do.', me) },
  errors: ['invalid_request'],
} as const satisfies Operation;
