/** What an event says beside its data. */
export interface Attributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
}

/** The event as JSON. Its data is taken as it was typed, digit for digit. @param data JSON */
export function eventText(attributes: Attributes, data: string): string {
  const head = JSON.stringify({ specversion: '1.0', ...attributes });
  return `${head.slice(0, -1)},"data":${data}}`;
}

/** Why a text is not the JSON of an object; null where it is. */
export function dataProblem(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? null : 'The data of an event is an object: { … }.';
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A line for a shell that publishes the event once more. */
export function curlOf(origin: string, event: string): string {
  const quoted = `'${event.replaceAll("'", "'\\''")}'`;
  return `curl -s ${origin}/v1/events \\
  -H "Authorization: Bearer $TASKFOLD_API_KEY" \\
  -H 'Content-Type: application/cloudevents+json' \\
  -d ${quoted}`;
}
