import { defaultPartitioner, Producer } from '@platformatic/kafka';
import {
  javaProperties,
  type KafkaEnvironment,
  platformaticConnection,
  publishWithPlainKafkajs,
} from '@taskfold/kafka/testing';
import { kafkaToolCommand } from '@taskfold/local-servers';
import { runCommand } from '../harness/command.ts';

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof CODECS)[number];

export interface PlainRecord {
  readonly key: string;
  readonly value: string;
}

/** A client of Kafka with its own defaults, the compression apart. */
export interface DefaultClient {
  readonly name: string;
  /** Those that it has without further packages. */
  readonly codecs: readonly Codec[];
  publish(
    kafka: KafkaEnvironment,
    topic: string,
    codec: Codec,
    records: readonly PlainRecord[],
  ): Promise<void>;
}

const kafkajs: DefaultClient = {
  name: 'kafkajs',
  codecs: ['none', 'gzip'],
  async publish(kafka, topic, codec, records) {
    await publishWithPlainKafkajs(kafka, topic, codec === 'gzip' ? 'gzip' : 'none', records);
  },
};

const platformatic: DefaultClient = {
  name: '@platformatic/kafka',
  codecs: CODECS,
  async publish(kafka, topic, compression, records) {
    const producer = new Producer({
      clientId: 'defaults',
      ...platformaticConnection(kafka),
      partitioner: defaultPartitioner,
    });
    try {
      await producer.send({
        compression,
        messages: records.map(({ key, value }) => ({
          topic,
          key: Buffer.from(key),
          value: Buffer.from(value),
        })),
      });
    } finally {
      await producer.close();
    }
  },
};

const java: DefaultClient = {
  name: 'Java',
  codecs: CODECS,
  async publish(kafka, topic, codec, records) {
    const tool = await kafkaToolCommand('org.apache.kafka.tools.ConsoleProducer', [
      `--bootstrap-server=${kafka.KAFKA_BROKERS}`,
      ...javaProperties(kafka).map((property) => `--producer-property=${property}`),
      `--topic=${topic}`,
      '--property=parse.key=true',
      `--compression-codec=${codec}`,
    ]);
    await runCommand({ ...tool, input: records.map(({ key, value }) => `${key}\t${value}\n`).join('') });
  },
};

/** Those that are at hand wherever the tests run. */
export const DEFAULT_CLIENTS: readonly DefaultClient[] = [kafkajs, java, platformatic];
