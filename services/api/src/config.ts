import { parseKeyRing } from '@taskfold/access';
import { TOPICS } from '@taskfold/contract';
import { DATABASE_VARIABLES, databaseUrl } from '@taskfold/database';
import {
  COMPRESSIONS,
  checkKafkaVariables,
  KAFKA_VARIABLES,
  PARTITIONERS,
  SIGNING_VARIABLES,
} from '@taskfold/kafka';
import {
  PUBLIC_URL_VARIABLES,
  refuseKnownSecrets,
  serviceVariables,
  TRACING_VARIABLES,
} from '@taskfold/runtime';
import { z } from 'zod';
import { mediaOriginsVariable, originsVariable } from './middleware/cors/origins.ts';

const milliseconds = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/**
 * What the API reads from its environment. Every limit has a value that suits one process on an ordinary machine; times
 * are milliseconds, sizes bytes.
 */
export const configSchema = z.object({
  ...DATABASE_VARIABLES,
  DATABASE_REPLICA_URL: databaseUrl.optional().meta({
    description:
      'A hot standby of the PostgreSQL of DATABASE_URL, with the same database: reads go there where it is as far as the primary; elsewhere, and where it is away, the primary answers. Reached as DATABASE_URL is: where DATABASE_DIRECT_URL is set, through a pooler.',
    secret: true,
  }),
  DATABASE_ROLE: z.enum(['taskfold_api', 'none']).default('taskfold_api').meta({
    description: 'Role that connections take on; `none` for all that the user of DATABASE_URL may do.',
  }),
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(8).meta({
    description:
      'Connections to PostgreSQL for look-ups at most; timelines and feeds leave four of them to reads by id, keys and writes.',
  }),
  QUERY_POOL_MAX: z.coerce.number().int().min(1).max(200).default(4).meta({
    description:
      'Further connections, for lists and sums, of which one tenant has half at most; and one more, for operators.',
  }),
  ...KAFKA_VARIABLES,
  KAFKA_COMPRESSION: z.enum(COMPRESSIONS).default('none').meta({
    description:
      'What is published is compressed with: none, gzip, snappy, lz4 or zstd. It pays where many events are sent at once.',
  }),
  PARTITIONER: z.enum(PARTITIONERS).default('murmur2').meta({
    description: 'How events are given to partitions, as for all producers: murmur2 or consistent_random.',
  }),
  PUBLISH_TIMEOUT_MS: milliseconds(100, 60_000)
    .default(5000)
    .meta({ description: 'A request that cannot put its events into the log for this long ends with 503.' }),
  TOPIC_EVENTS: z.string().min(1).default(TOPICS.events.name).meta({ description: 'Topic of task events.' }),
  PROJECTION: z
    .string()
    .regex(/^[a-z0-9_]{1,32}$/)
    .default('main')
    .meta({ description: 'Name that the checkpoints of the projection are kept under.' }),
  BODIES_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024 * 1024)
    .default(128 * 1024 * 1024)
    .meta({
      description:
        'Bodies of requests that are read or not answered yet, in all; a tenant may have half of it, a key a quarter. More are answered with 429 or 503 before they are read.',
    }),
  ANSWERS_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024 * 1024)
    .default(128 * 1024 * 1024)
    .meta({
      description:
        'Answers and events that their clients have not taken yet, in all; a tenant may have half of it, a key a quarter. More are answered with 429 or 503, and streams end.',
    }),
  PAGE_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(8 * 1024 * 1024)
    .meta({
      description:
        'A page with inputs, outputs or usage ends with the task that takes them beyond so many bytes, and says that more follow.',
    }),
  MAX_WATCHES_PER_KEY: z.coerce.number().int().min(1).default(1000).meta({
    description: 'Requests of one key that may wait or stream at a time; more are answered with 429.',
  }),
  MAX_WATCHES_PER_TENANT: z.coerce.number().int().min(1).optional().meta({
    description: 'The same for all keys of a tenant together; twice MAX_WATCHES_PER_KEY where it is not set.',
  }),
  MAX_WATCHES: z.coerce.number().int().min(1).default(8000).meta({
    description: 'The same for all keys together. Below MAX_CONNECTIONS, so that others are still served.',
  }),
  TOKEN_KEYS: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.string().min(32).max(256)).min(1).max(8))
    .optional()
    .meta({
      description:
        'Signs read tokens and sessions of the console: at least 32 random characters, the same for all processes; several separated by commas, of which the first signs and all verify. Without it CURSOR_KEY does; without that they end with the process that made them.',
      secret: true,
    }),
  MAX_KEYS_PER_TENANT: z.coerce.number().int().min(2).max(100_000).default(1000).meta({
    description:
      'Live API keys of one tenant that its own administrators may make; operators may make further ones.',
  }),
  ...PUBLIC_URL_VARIABLES,
  CURSOR_KEY: z.string().min(32).max(256).optional().meta({
    description:
      'Signs cursors: at least 32 random characters, the same for all processes. Without it cursors end with the process that issued them.',
    secret: true,
  }),
  CALLBACK_KEYS: z
    .string()
    .superRefine((text, context) => {
      try {
        parseKeyRing(text);
      } catch (error) {
        context.addIssue({
          code: 'custom',
          message: error instanceof Error ? error.message : 'cannot be read',
        });
      }
    })
    .optional()
    .meta({
      description:
        'Keys that callback secrets are encrypted with, the same as for the processor, as id:key,id:key with 32 bytes in Base64 each. Without them secrets cannot be replaced over HTTP.',
      secret: true,
    }),
  HOST: z.string().min(1).default('0.0.0.0').meta({ description: 'Address that the API listens on.' }),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .meta({ description: 'Port of the API; 0 takes a free one.' }),
  OPERATOR_TOKEN: z.string().min(16).max(256).optional().meta({
    description: 'Opens /operator/ on the admin port to whoever sends it. Without it there is nothing there.',
    secret: true,
  }),
  ...serviceVariables(9090),
  ...SIGNING_VARIABLES,
  ...TRACING_VARIABLES,
  KEY_CACHE_MS: milliseconds(0, 5000).default(3000).meta({
    description: 'How long a key may go on working after it was revoked. The contract allows 5000 at most.',
  }),
  READ_CACHE_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(8 * 1024 * 1024 * 1024)
    .default(64 * 1024 * 1024)
    .meta({
      description:
        'Memory for tasks that were read before, which the database is asked about and not read again while they are the same; 0 for none.',
    }),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(6000).meta({
    description: 'Requests of one key within a minute, in each process; more are answered with 429.',
  }),
  RATE_LIMIT_PER_TENANT: z.coerce.number().int().min(1).optional().meta({
    description:
      'The same for all keys of a tenant together; five times RATE_LIMIT_PER_MINUTE where it is not set.',
  }),
  AUTH_FAILURES_PER_MINUTE: z.coerce.number().int().min(1).default(60).meta({
    description:
      'Unknown keys from one address (/64 of IPv6) within a minute, in each process, that are looked up at once and answered with 401. Further ones are looked up many at a time, 40 times a second at most, and answered with 429; good keys are served in any case.',
  }),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .meta({
      description:
        'Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas: 10.0.0.0/8.',
    }),
  CORS_ORIGINS: originsVariable.meta({
    description:
      'Origins whose pages may ask from browsers, such as https://app.example, separated by commas; * alone for all. None by default.',
  }),
  CONSOLE: z.enum(['on', 'off']).default('on').meta({
    description:
      'Whether the consoles for people are served: at /console, and for operators at /operator/console of the admin port.',
  }),
  CONSOLE_MEDIA_ORIGINS: mediaOriginsVariable.meta({
    description:
      'Origins whose images, sounds and films the console shows where inputs and outputs name them, such as https://media.example, separated by commas. None by default: then they are addresses.',
  }),
  CONSOLE_SESSION_HOURS: z.coerce.number().int().min(0).max(168).default(12).meta({
    description:
      'How long somebody stays signed in to the console who chooses to stay so on their browser, by a cookie that is signed as read tokens are (TOKEN_KEYS), unless the key ends earlier. 0 takes the choice away.',
  }),
  REQUEST_TIMEOUT_MS: milliseconds(100, 60_000)
    .default(10_000)
    .meta({ description: 'A request that is not answered after this long ends with 504.' }),
  STATEMENT_TIMEOUT_MS: milliseconds(50, 60_000)
    .default(2000)
    .meta({ description: 'A database statement that runs longer is stopped; the request ends with 504.' }),
  RECEIVE_HEADERS_TIMEOUT_MS: milliseconds(100, 60_000)
    .default(10_000)
    .meta({ description: 'A client that takes longer to send its headers is cut off.' }),
  RECEIVE_TIMEOUT_MS: milliseconds(100, 300_000)
    .default(30_000)
    .meta({ description: 'A client that takes longer to send its whole request is cut off.' }),
  KEEP_ALIVE_TIMEOUT_MS: milliseconds(0, 600_000).default(65_000).meta({
    description: 'How long a connection stays open between requests. Longer than that of a load balancer.',
  }),
  SOCKET_TIMEOUT_MS: milliseconds(1000, 600_000)
    .default(90_000)
    .meta({ description: 'A connection on which no byte moves for this long is closed.' }),
  MAX_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .default(10_000)
    .meta({ description: 'Further connections are refused.' }),
  MAX_HEADER_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .max(262_144)
    .default(24_576)
    .meta({ description: 'Request line and headers together; more is answered with 431.' }),
  MAX_URL_LENGTH: z.coerce.number().int().min(256).max(65_536).default(16_384).meta({
    description: 'A longer URL is answered with 414. 100 ids of full length need 13,200 characters.',
  }),
});

/** The same, and no secret that everybody knows in production. */
export const checkedConfigSchema = configSchema.check(checkKafkaVariables, refuseKnownSecrets);

export type Config = z.output<typeof configSchema>;
