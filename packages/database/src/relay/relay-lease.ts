const PREFIX = 'relay/';

/** The name of the lease whose holder alone publishes updates to a topic. */
export function relayLease(topic: string): string {
  return PREFIX + topic;
}

/** The same in SQL. @param topic an expression */
export function relayLeaseSql(topic: string): string {
  return `'${PREFIX}' || ${topic}`;
}
