import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { settingsOf, withKafka } from '../connections.ts';
import { listDocument } from '../list-document.ts';
import { differenceLines } from './topics.ts';

export const createTopics: CommandMaker = (context) =>
  outputCommand('create', 'Create the topics that are missing', {
    description:
      'Creates the topics of events, updates and dead letters that are missing, with the settings that they need, and changes none that exist. TOPIC_PARTITIONS (12) is chosen once; TOPIC_REPLICATION_FACTOR and TOPIC_MIN_INSYNC_REPLICAS are the broker’s defaults unless set. Wants KAFKA_BROKERS.',
    examples: [
      {
        line: 'TOPIC_REPLICATION_FACTOR=3 TOPIC_MIN_INSYNC_REPLICAS=2 taskfold topics create',
        says: 'On three brokers, of which one may be lost.',
      },
    ],
  }).action(async (options) => {
    const { topicsConfigSchema, wantedTopics } = await import('@taskfold/kafka');
    const config = await settingsOf(context, topicsConfigSchema);
    const reports = await withKafka(config, 'topics', (kafka) =>
      kafka.admin().ensureTopics(wantedTopics(config)),
    );
    const data = reports.map((report) => ({ object: 'topic', ...report }));
    context
      .output(options)
      .many(listDocument(data), () =>
        reports
          .flatMap((report) => [
            `${report.name}: ${report.created ? 'created' : 'exists'}`,
            ...differenceLines([report]),
          ])
          .join('\n'),
      );
  });
