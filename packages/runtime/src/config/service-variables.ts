import { z } from 'zod';

/** What is logged: of services and commands. */
export const LOG_VARIABLES = {
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ description: 'Least level that is logged. Requests are logged at info.' }),
};

/** What every service has. @param adminPort of this one, where ADMIN_PORT is not set */
export const serviceVariables = (adminPort: number) => ({
  NODE_ENV: z.string().optional().meta({
    description:
      '`production` refuses to run with a login to PostgreSQL that is a superuser, may administer roles or owns the tables, and with secrets that everybody knows; otherwise the log warns of the former.',
  }),
  ADMIN_HOST: z.string().min(1).default('127.0.0.1').meta({
    description:
      'Address that the admin port listens on: of this machine alone by default. The container image sets 0.0.0.0.',
  }),
  ADMIN_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(adminPort)
    .meta({ description: 'Port of health checks and metrics; 0 takes a free one.' }),
  ...LOG_VARIABLES,
});
