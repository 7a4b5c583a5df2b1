import type { KafkaFault } from './fault.ts';

/** Kafka cannot be used. The message says in a sentence why, and what to look at. */
export class KafkaUnreachable extends Error {
  override readonly name = 'KafkaUnreachable';

  constructor({ sentence }: KafkaFault) {
    super(`Kafka cannot be reached. ${sentence}`);
  }
}
