/** What is wrong with a line of events, in sentences; nothing where it is one. */
export type CheckLine = (text: string) => readonly string[];

/** Stands for the tenant where an event names none: over HTTP it is that of the key. */
const TENANT_OF_THE_KEY = JSON.stringify('tenant_of_the_key');

/**
 * Checks by the rules that the processor reads events by, without any connection.
 *
 * @param needsTenant whether an event must name its tenant, as in Kafka
 */
export async function lineChecker(needsTenant: boolean): Promise<CheckLine> {
  // Loads a client of Kafka, which other commands need not wait for.
  const { parseEventLine, withMember } = await import('@taskfold/kafka');
  return (text) => {
    const whole = needsTenant || !lacksTenant(text) ? text : withMember(text, 'tenantid', TENANT_OF_THE_KEY);
    const parsed = parseEventLine(whole);
    return parsed.kind === 'invalid' ? parsed.problems : [];
  };
}

function lacksTenant(text: string): boolean {
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event !== 'object' || event === null || Array.isArray(event)) return false;
    return !('tenantid' in event) || event.tenantid === null || event.tenantid === '';
  } catch {
    return false;
  }
}
