/** How clients of Kafka choose partitions from keys, and what to set for them to do it as Java does. */
export const PRODUCER_CLIENTS = [
  {
    client: 'Java (Spring, Streams, Connect)',
    setting: 'none: leave `partitioner.class` unset',
    byDefault: 'every event in its place',
  },
  {
    client: 'kafkajs 2',
    setting: 'none: `Partitioners.DefaultPartitioner`, not `LegacyPartitioner`',
    byDefault: 'every event in its place',
  },
  {
    client: 'confluent-kafka, node-rdkafka, rust-rdkafka, rdkafka-ruby and all others on librdkafka',
    setting: '`partitioner=murmur2_random`',
    byDefault: 'CRC32: most events elsewhere, and published again',
  },
  { client: 'aiokafka, kafka-python', setting: 'none', byDefault: 'every event in its place' },
  {
    client: '@platformatic/kafka',
    setting: '`partitioner: compatibilityPartitioner`',
    byDefault: 'keeps the sign bit that Java drops: half of the events elsewhere, and published again',
  },
  {
    client: 'franz-go',
    setting: 'none: `kgo.StickyKeyPartitioner(nil)`',
    byDefault: 'every event in its place',
  },
  {
    client: 'kafka-go',
    setting: '`Balancer: kafka.Murmur2Balancer{}` of the `Writer`',
    byDefault: 'round robin, whatever the key: most events elsewhere, and published again',
  },
  {
    client: 'sarama',
    setting:
      '`config.Producer.Partitioner = sarama.NewMurmur2Partitioner`; before it had that, `sarama.NewCustomPartitioner` with a murmur2 hasher and `WithHashUnsigned`',
    byDefault: 'FNV-1a: most events elsewhere, and published again',
  },
] as const;
