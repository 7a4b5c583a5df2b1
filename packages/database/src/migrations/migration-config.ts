import { LOG_VARIABLES } from '@taskfold/runtime';
import { z } from 'zod';
import { canBePassword } from '../logins/scram-verifier.ts';
import { databaseUrl } from '../pools/database-variables.ts';

const password = (login: string) =>
  z
    .string()
    .refine(canBePassword, 'it must be visible ASCII characters')
    .optional()
    .meta({
      description: `Makes the user ${login} that the service logs in as, or gives it another password; without it none is made.`,
      secret: true,
    });

/** What the command that migrates reads from its environment. */
export const migrationConfigSchema = z.object({
  DATABASE_URL: databaseUrl.meta({
    description:
      'PostgreSQL, as postgresql://user:password@host:port/database, of a user who may create tables and roles.',
    secret: true,
  }),
  DATABASE_DIRECT_URL: databaseUrl.optional().meta({
    description: 'The same without a pooler; used instead of DATABASE_URL where it is set.',
    secret: true,
  }),
  API_DATABASE_PASSWORD: password('taskfold_api_login'),
  PROCESSOR_DATABASE_PASSWORD: password('taskfold_processor_login'),
  ...LOG_VARIABLES,
});
