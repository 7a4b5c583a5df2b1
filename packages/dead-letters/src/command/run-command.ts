import { createPool, createPrisma, directAddress } from '@taskfold/database';
import { createKafkaClient, kafkaConnection } from '@taskfold/kafka';
import { ConfigError, createLogger, loadConfig, messageOf } from '@taskfold/runtime';
import { listDeadLetters } from '../store/list-dead-letters.ts';
import { readDeadLetter } from '../store/read-dead-letter.ts';
import { deadLettersConfigSchema } from './config.ts';
import { helpText } from './help.ts';
import { type DeadLettersCommand, parseDeadLettersArguments, printPosition } from './options.ts';
import { deadLetterAsJson, printDeadLetter, printPage, printPageAsJson } from './print.ts';
import { settleAll } from './settle.ts';

export interface CommandOptions {
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

type Work = Exclude<DeadLettersCommand, { readonly kind: 'help' | 'invalid' }>;

/** Runs the command. Never rejects. @returns the exit code */
export async function runDeadLettersCommand({ args, env, print, complain }: CommandOptions): Promise<number> {
  const command = parseDeadLettersArguments(args);
  if (command.kind === 'help') {
    print(helpText().trimEnd());
    return 0;
  }
  if (command.kind === 'invalid') {
    complain(`${command.problem}\nTry --help.`);
    return 2;
  }
  try {
    return (await run(command, env, print)) ? 0 : 1;
  } catch (error) {
    complain(messageOf(error));
    return error instanceof ConfigError ? 2 : 1;
  }
}

async function run(
  command: Work,
  env: CommandOptions['env'],
  print: CommandOptions['print'],
): Promise<boolean> {
  const config = loadConfig(deadLettersConfigSchema, env);
  const pool = createPool({ ...directAddress(config), max: 2, applicationName: 'taskfold-dead-letters' });
  const prisma = createPrisma(pool);
  const lines = (all: Iterable<string>) => {
    for (const line of all) print(line);
  };
  try {
    switch (command.kind) {
      case 'list': {
        const page = await listDeadLetters(pool, command.filters, command);
        lines(command.json ? printPageAsJson(page) : printPage(page));
        return true;
      }
      case 'show': {
        const letter = await readDeadLetter(prisma, command.position);
        if (letter === null) throw new Error(`There is no dead letter ${printPosition(command.position)}.`);
        lines(command.json ? [deadLetterAsJson(letter)] : printDeadLetter(letter));
        return true;
      }
      case 'discard':
        return await settleAll(command.which, { pool, prisma, print, operator: command, redriveTo: null });
      case 'redrive': {
        const { KAFKA_BROKERS: brokers, PARTITIONER: partitioner, TOPIC_EVENTS: topic } = config;
        if (brokers === undefined) {
          throw new ConfigError([
            'KAFKA_BROKERS is not set: redrive publishes. Set it to host:port,host:port.',
          ]);
        }
        const kafka = createKafkaClient({
          ...kafkaConnection({ ...config, KAFKA_BROKERS: brokers }, 'taskfold-dead-letters'),
          partitioner,
          logger: createLogger({ service: 'dead-letters', level: 'silent' }),
        });
        try {
          await kafka.requireConnection();
          const redriveTo = { producer: kafka.producer(), topic };
          return await settleAll(command.which, { pool, prisma, print, operator: command, redriveTo });
        } finally {
          await kafka.close();
        }
      }
    }
  } finally {
    await pool.end();
  }
}
