import type { DeadLetterFilters, DeadLetterPosition, Settled } from '@taskfold/dead-letters';
import type { LogProducer } from '@taskfold/kafka';
import { z } from 'zod';
import { CommandFailure } from '../../outcome/command-failure.ts';
import { outside } from '../../output/fields.ts';
import { grouped } from '../../output/numbers.ts';
import { type CommandFacts, type CommandMaker, outputCommand } from '../../program/command.ts';
import type { Context } from '../../program/context.ts';
import { timeValue, wholeNumber } from '../../program/option-values.ts';
import { ACTOR, operatorOf, REASON, requireYes, YES } from '../acting.ts';
import { type OpenDatabase, settingsOf, withDatabase, withKafka } from '../connections.ts';
import { codeOf, type FilterOptions, filtersOf, positionsOf, printPosition } from './options.ts';

const settleCommand = (name: 'redrive' | 'discard', summary: string, facts: CommandFacts) =>
  outputCommand(name, summary, facts)
    .argument('[position...]', 'topic/partition/offset of each', positionsOf)
    .option('--all', 'instead of positions: all open ones that pass the filters')
    .option('--code <code>', 'those of one code', codeOf)
    .option('--topic <name>', 'those of one topic')
    .option('--partition <n>', 'those of one partition', wholeNumber(0, 1_000_000))
    .option('--tenant <id>', 'those of one tenant')
    .option('--task <id>', 'those of one task')
    .option('--since <time>', 'stored then or later', timeValue)
    .option('--before <time>', 'stored before', timeValue)
    .option(...YES)
    .option(...ACTOR)
    .option(...REASON);

export const discardDeadLetters: CommandMaker = (context) =>
  settleCommand('discard', 'Note that dead letters are not wanted', {
    description:
      'Notes that dead letters are not wanted; nothing is deleted, and a redrive undoes it. With --all and without --yes it says how many there are. Wants DATABASE_URL.',
    examples: [
      { line: 'taskfold dead-letters discard task.events/3/42 --reason "a test"', says: 'One of them.' },
      {
        line: 'taskfold dead-letters discard --all --code invalid_json --tenant acme',
        says: 'How many that would be.',
      },
    ],
  }).action(async (positions, options) => {
    const which = whichOf(positions, options);
    await withDatabase(context, 'dead-letters', async (database) => {
      if (!isList(which)) await preview(database, which, options, 'discarded');
      await settle(context, options, database, which, null);
    });
  });

const REDRIVE = async () => {
  const { checkKafkaVariables, KAFKA_VARIABLES } = await import('@taskfold/kafka');
  const { configSchema } = await import('@taskfold/processor/config');
  const { TOPIC_EVENTS, PARTITIONER } = configSchema.shape;
  return z.object({ ...KAFKA_VARIABLES, TOPIC_EVENTS, PARTITIONER }).check(checkKafkaVariables);
};

export const redriveDeadLetters: CommandMaker = (context) =>
  settleCommand('redrive', 'Publish records again that could not be folded', {
    description:
      'Publishes the records of dead letters to the events topic again, byte for byte, once the cause is mended: what comes twice folds once. With --all and without --yes it says how many there are. Wants DATABASE_URL, KAFKA_BROKERS, and PARTITIONER as the processor has it.',
    examples: [
      { line: 'taskfold dead-letters redrive task.events/3/42', says: 'One of them.' },
      { line: 'taskfold dead-letters redrive --all --code wrong_partition --yes', says: 'All of a kind.' },
    ],
  }).action(async (positions, options) => {
    const which = whichOf(positions, options);
    const config = await settingsOf(context, await REDRIVE());
    const { PARTITIONER: partitioner, TOPIC_EVENTS: topic } = config;
    await withDatabase(context, 'dead-letters', async (database) => {
      if (!isList(which)) await preview(database, which, options, 'published again');
      await withKafka(
        config,
        'dead-letters',
        (kafka) => settle(context, options, database, which, { producer: kafka.producer(), topic }),
        { partitioner },
      );
    });
  });

type Which = readonly DeadLetterPosition[] | DeadLetterFilters;

function isList(which: Which): which is readonly DeadLetterPosition[] {
  return Array.isArray(which);
}

interface SettleOptions extends FilterOptions {
  readonly all?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly actor: string;
  readonly reason?: string | undefined;
  readonly json?: boolean | undefined;
  readonly jsonl?: boolean | undefined;
}

function whichOf(positions: readonly DeadLetterPosition[] | undefined, options: SettleOptions): Which {
  const named = positions ?? [];
  if ((options.all === true) === named.length > 0) {
    throw new CommandFailure('usage', 'Which ones? Give positions, or --all with filters.');
  }
  return options.all ? filtersOf(options, 'open') : named;
}

async function preview(
  { pool }: OpenDatabase,
  filters: DeadLetterFilters,
  options: SettleOptions,
  done: string,
): Promise<void> {
  const { countDeadLetters } = await import('@taskfold/dead-letters');
  const counted = await countDeadLetters(pool, filters);
  const sum = counted.reduce((total, { count }) => total + count, 0);
  if (sum === 0) return;
  const kinds = counted.map(({ code, count }) => `${code} ${grouped(count)}`).join(', ');
  requireYes(options, `${grouped(sum)} dead letters would be ${done}: ${kinds}.`);
}

async function settle(
  context: Context,
  options: SettleOptions,
  { pool, prisma }: OpenDatabase,
  which: Which,
  redriveTo: { readonly producer: LogProducer; readonly topic: string } | null,
): Promise<void> {
  const { settleDeadLetters } = await import('@taskfold/dead-letters');
  const output = context.output(options);
  const counts = { discarded: 0, redriven: 0, refused: 0 };
  const operator = operatorOf(options);
  for await (const settled of settleDeadLetters(which, {
    pool,
    prisma,
    operator,
    redriveTo,
    signal: context.signal,
  })) {
    counts[settled.kind] += 1;
    output.next(shown(settled), ({ style }) => {
      const text = outside(sentence(settled));
      return settled.kind === 'refused' ? style.bad(text) : text;
    });
  }
  const { discarded, redriven, refused } = counts;
  const done = redriveTo === null ? `Discarded: ${grouped(discarded)}` : `Redriven: ${grouped(redriven)}`;
  context.note(`${done}${refused > 0 ? `, not: ${grouped(refused)}` : ''}.`);
  if (refused > 0) context.endAs('failed');
}

function sentence(settled: Settled): string {
  const at = printPosition(settled.position);
  if (settled.kind === 'discarded') return `${at}: discarded`;
  return settled.kind === 'redriven'
    ? `${at}: published as ${printPosition(settled.published)}`
    : `${at}: ${settled.problem}`;
}

function shown(settled: Settled) {
  return {
    object: 'dead_letter.settled',
    id: printPosition(settled.position),
    result: settled.kind,
    ...(settled.kind === 'redriven' ? { published: settled.published } : {}),
    ...(settled.kind === 'refused' ? { problem: settled.problem } : {}),
  };
}
