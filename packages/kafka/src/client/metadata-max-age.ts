/** How old what is known of a topic may be: partitions that were added are noticed within it. kafkajs waits five minutes. */
export const METADATA_MAX_AGE_MS = 30_000;
