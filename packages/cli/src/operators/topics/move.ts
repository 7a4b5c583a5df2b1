import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { ACTOR, noteDone, operatorOf, REASON, requireYes, YES } from '../acting.ts';
import { settingsOf, withDatabase } from '../connections.ts';
import { withReplay } from '../projection/replay.ts';

const WHAT_NEXT =
  'stop the processors and whoever publishes, run this again with --switch, and set TOPIC_EVENTS everywhere';

/** In the audit log. */
const ACTIONS = { ready: 'copied', switched: 'moved', copied: 'copied' } as const;

export const moveTopics: CommandMaker = (context) =>
  outputCommand('move', 'Move the events to a topic with more partitions', {
    description:
      'Copies TOPIC_EVENTS into another topic, which it makes with TOPIC_PARTITIONS partitions, and folds that beside the live version; after an interruption it goes on. With --switch, once the processors and all producers are stopped, the projection goes on in the new topic. Wants the variables of the processor, DATABASE_URL of the owner of the tables, and TOPIC_REPLICATION_FACTOR and TOPIC_MIN_INSYNC_REPLICAS as for topics create. The runbook: docs/operations/more-partitions.md.',
    examples: [
      {
        line: 'TOPIC_PARTITIONS=48 taskfold topics move --to task.events.48',
        says: 'Copy and fold, while everything runs.',
      },
      {
        line: 'TOPIC_PARTITIONS=48 taskfold topics move --to task.events.48 --switch --yes',
        says: 'Copy and fold the rest, and switch, while nothing runs.',
      },
      {
        line: 'TOPIC_PARTITIONS=48 taskfold topics move --to task.events.48 --stragglers',
        says: 'Afterwards, what somebody still published to the old topic.',
      },
    ],
  })
    .requiredOption('--to <topic>', 'the topic to move to')
    .option('--switch', 'let the projection go on in the new topic')
    .option('--stragglers', 'after the switch, copy what came to the old topic since')
    .option(...YES)
    .option(...ACTOR)
    .option(...REASON)
    .action(async ({ to, switch: switches = false, stragglers = false, yes, ...form }) => {
      const operator = operatorOf(form);
      const { topicsConfigSchema, wantedTopics } = await import('@taskfold/kafka');
      const config = await settingsOf(context, topicsConfigSchema);
      const [wanted] = wantedTopics({ ...config, TOPIC_EVENTS: to });
      if (wanted === undefined) throw new Error('there is no topic of events');
      if (switches)
        requireYes({ yes }, `The projection would go on in ${to}, and not in ${config.TOPIC_EVENTS}.`);
      await withReplay(context, async (processor, options) => {
        const move = { ...options, target: wanted };
        if (stragglers) await processor.copyStragglers(move);
        else if (switches) await processor.switchToMoved(move);
        else await processor.moveTopic(move);
      });
      const state = stragglers ? 'copied' : switches ? 'switched' : 'ready';
      const act = {
        ...operator,
        action: `topic.${ACTIONS[state]}`,
        subject: `topic/${config.TOPIC_EVENTS}`,
        details: { to },
      };
      await withDatabase(context, 'topics', ({ prisma }) => noteDone(prisma, act));
      const said = {
        ready: `${to} has caught up. To switch, ${WHAT_NEXT}.`,
        switched: `The projection goes on in ${to}: set TOPIC_EVENTS=${to} for processors, APIs and producers, and start them.`,
        copied: `What came to ${config.TOPIC_EVENTS} is in ${to}.`,
      };
      context
        .output(form)
        .one({ object: 'topic_move', topic: config.TOPIC_EVENTS, target: to, state }, () => said[state]);
    });
