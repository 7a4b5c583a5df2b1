declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a superuser of the PostgreSQL of the integration tests, without a pooler between. */
    postgresUrl: string;
    /** The same through a pooler in transaction mode; null where the run has none. */
    postgresPoolerUrl: string | null;
    /** The Kafka of the integration tests, as variables: KAFKA_BROKERS, KAFKA_TLS…, KAFKA_SASL… See `testKafka`. */
    kafka: Readonly<Record<string, string>>;
  }
}

export type {};
