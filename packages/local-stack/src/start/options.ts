import { parseArgs } from 'node:util';
import { messageOf } from '@taskfold/runtime';

export interface StackOptions {
  readonly demo: boolean;
  /** Wanted port of the API; 0 is any free one. */
  readonly port: number;
  readonly reset: boolean;
  /** Callbacks may go to this machine. */
  readonly allowLocalCallbacks: boolean;
}

export type StartCommand =
  | { readonly kind: 'start'; readonly options: StackOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string };

const DEFAULT_PORT = 8080;

export const START_HELP = `Usage: npm start -- [OPTION]...

Brings up PostgreSQL, Kafka, the processor and the API on this machine, publishes a demonstration, and follows the tasks
until Ctrl-C.

  --no-demo   publish nothing
  --port N    port of the API (default ${DEFAULT_PORT}; 0 is any free one); the next free one when it is taken
  --reset     begin with empty data: removes what .taskfold keeps of PostgreSQL, Kafka and the logs; keys stay
  --allow-local-callbacks
              let callbacks go to this machine, over plain http and to any port
  --help      show this

Environment:
  DATABASE_URL        a PostgreSQL of your own instead of the embedded one
  DATABASE_DIRECT_URL the same without a pooler, where DATABASE_URL is of one
  KAFKA_BROKERS       a Kafka of your own instead of the embedded one, as host:port,host:port; KAFKA_TLS and
                      others as docs/operations/kafka.md says
  TASKFOLD_STATE_DIR  where data, logs and keys are kept (default .taskfold)
  NO_COLOR            no colours
`;

/** Never throws: what is wrong with the arguments is a result. */
export function parseStartArguments(args: readonly string[]): StartCommand {
  let values: {
    'no-demo'?: boolean;
    port?: string;
    reset?: boolean;
    help?: boolean;
    'allow-local-callbacks'?: boolean;
  };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        'no-demo': { type: 'boolean' },
        port: { type: 'string' },
        reset: { type: 'boolean' },
        'allow-local-callbacks': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return { kind: 'invalid', problem: messageOf(error) };
  }
  if (values.help) return { kind: 'help' };
  const port = values.port === undefined ? DEFAULT_PORT : toPort(values.port);
  if (port === undefined) return { kind: 'invalid', problem: '--port takes a whole number from 0 to 65535.' };
  return {
    kind: 'start',
    options: {
      demo: !values['no-demo'],
      port,
      reset: values.reset ?? false,
      allowLocalCallbacks: values['allow-local-callbacks'] ?? false,
    },
  };
}

function toPort(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port < 65_536 ? port : undefined;
}
