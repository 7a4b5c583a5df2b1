declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the superuser of the PostgreSQL that runs for the integration tests. */
    postgresUrl: string;
    /** `host:port` of the Kafka that runs for the integration tests. */
    kafkaBrokers: string;
  }
}

export type {};
