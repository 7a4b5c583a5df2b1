import { javaProperties, type KafkaEnvironment } from '@taskfold/kafka/testing';
import { kafkaToolCommand } from '@taskfold/local-servers';
import { runCommand } from '../harness/command.ts';
import type { ForeignCompression, ForeignRecord } from './foreign-record.ts';

const NO_VALUE = 'NO-VALUE';

/** Publishes with the console producer of Kafka itself, which is Java's own client. */
export async function produceWithJava(
  kafka: KafkaEnvironment,
  topic: string,
  records: readonly ForeignRecord[],
  compression: ForeignCompression = 'none',
): Promise<void> {
  const properties = { 'parse.key': 'true', 'parse.headers': 'true', 'null.marker': NO_VALUE };
  const tool = await kafkaToolCommand('org.apache.kafka.tools.ConsoleProducer', [
    `--bootstrap-server=${kafka.KAFKA_BROKERS}`,
    ...javaProperties(kafka).map((property) => `--producer-property=${property}`),
    `--topic=${topic}`,
    `--compression-codec=${compression}`,
    ...Object.entries(properties).map(([name, value]) => `--property=${name}=${value}`),
  ]);
  await runCommand({ ...tool, input: records.map(line).join('') });
}

function line({ key, value, headers }: ForeignRecord): string {
  const pairs = Object.entries(headers).map(([name, text]) => `${name}:${text}`);
  return `${pairs.join(',')}\t${key}\t${value ?? NO_VALUE}\n`;
}
