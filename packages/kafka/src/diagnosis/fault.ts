/** Why Kafka cannot be reached. */
export interface KafkaFault {
  /** For people: what is wrong, where, and what to look at. Nothing of a secret. */
  readonly sentence: string;
  /**
   * `away`: it may pass by itself. `refused`: only another setting, here or at Kafka, mends it.
   */
  readonly kind: 'away' | 'refused';
}

/** `host:port`. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export function printAddress({ host, port }: Address): string {
  return `${host}:${port}`;
}

export function away(sentence: string): KafkaFault {
  return { kind: 'away', sentence };
}

export function refused(sentence: string): KafkaFault {
  return { kind: 'refused', sentence };
}
