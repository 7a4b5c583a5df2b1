import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { listDocument } from '../list-document.ts';
import { drawTopics, readTopics } from './topics.ts';

export const listTopics: CommandMaker = (context) =>
  outputCommand('list', 'List the three topics, beside what is asked for', {
    description:
      'Lists the topics of events, updates and dead letters with partitions, replicas and what is other than asked for (TOPIC_PARTITIONS, TOPIC_REPLICATION_FACTOR, TOPIC_MIN_INSYNC_REPLICAS). Wants KAFKA_BROKERS.',
    examples: [{ line: 'taskfold topics list', says: 'What there is.' }],
  }).action(async (options) => {
    const topics = await readTopics(context);
    context.output(options).many(listDocument(topics), (view) => drawTopics(topics, view));
  });

export const checkTopics: CommandMaker = (context) =>
  outputCommand('check', 'Fail where a topic is missing or other than asked for', {
    description:
      'Ends with 1 where a topic is missing, or has other settings than asked for. What each of them means: taskfold doctor --only kafka.topic. Wants KAFKA_BROKERS.',
    examples: [
      {
        line: 'TOPIC_REPLICATION_FACTOR=3 taskfold topics check',
        says: 'Whether they are on three brokers, too.',
      },
    ],
  }).action(async (options) => {
    const topics = await readTopics(context);
    context.output(options).many(listDocument(topics), (view) => drawTopics(topics, view));
    if (topics.some(({ state }) => state !== 'as_asked_for')) context.endAs('failed');
  });
