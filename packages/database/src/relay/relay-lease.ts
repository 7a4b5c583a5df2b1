/** With the topic behind it, the name of the lease whose holder alone publishes updates to that topic. */
export const RELAY_LEASE = 'relay/';
