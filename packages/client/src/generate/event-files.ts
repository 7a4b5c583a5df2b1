import { EVENT_TYPES, isSystemEvent, TOPICS } from '@taskfold/contract';
import document from '@taskfold/contract/asyncapi.json' with { type: 'json' };
import { eventRule } from './event-rule.ts';

interface Schema {
  readonly title: string;
  readonly description?: string;
  readonly properties?: object;
  readonly required?: readonly string[];
}

/** Without what stands in headers, and dead letters: nothing here reads them. */
const schemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries(document.components.schemas).filter(([name]) => !/Headers$|^DeadLetter/.test(name)),
);

/** The types that a producer may send: all but those of Taskfold itself. */
const PRODUCED = EVENT_TYPES.filter((type) => !isSystemEvent({ type, source: '' }));

/** An OpenAPI document of the schemas of the topics, which types are made of. What has a default may be left out. */
export const EVENT_SCHEMAS: object = JSON.parse(
  JSON.stringify({ openapi: '3.1.0', info: document.info, paths: {}, components: { schemas } }),
  (key, value) => (key === 'default' ? undefined : value),
);

/** What each builder takes and makes. */
export function eventBuilders(): string {
  const names = PRODUCED.map((type) => `${pascal(type)}Data`);
  return `import type { ${names.join(', ')}, TaskCreated } from './topics.ts';

/** The data of each type of event that a producer may send. */
export interface EventDataByType {
${PRODUCED.map((type) => `${doc(describe(`${pascal(type)}Data`), 2)}  readonly '${type}': ${pascal(type)}Data;`).join('\n')}
}

/** A type of event that a producer may send. */
export type ProducedType = keyof EventDataByType;

/** An event as CloudEvents has it, and as it is published. */
export type TaskCloudEvent<Type extends ProducedType = ProducedType> = {
  readonly [Each in Type]: Pick<
    TaskCreated,
    'specversion' | 'id' | 'source' | 'time' | 'subject' | 'traceparent' | 'tracestate' | 'apikeyid' | 'sequence'
  > & {
    readonly type: Each;
    /** The tenant that the task belongs to: in Kafka each event says it, over HTTP it is that of the key. */
    readonly tenantid?: string;
    readonly datacontenttype: 'application/json';
    readonly data: EventDataByType[Each];
  };
}[Type];

/** What an event may be given beside what happened. */
export interface EventAttributes extends Partial<Pick<TaskCreated, 'traceparent' | 'tracestate' | 'apikeyid' | 'sequence'>> {
  /** Names the event for ever, together with its source; a new one unless it is given. Derive it from what happened. */
  readonly id?: string;
  /** When it happened, RFC 3339 as a text; now unless it is given. */
  readonly time?: string | Date;
}

/** One builder for each type of event that a producer may send. */
export interface EventBuilders {
${PRODUCED.map(builder).join('\n')}
}
`;
}

/** What events are held against, without the contract's own validator. */
export function eventRules(): string {
  const { data: _, type: __, ...attributes } = eventRule(schemas, 'TaskCreated').properties ?? {};
  const ofData = Object.fromEntries(
    PRODUCED.map((type) => [type, eventRule(schemas, `${pascal(type)}Data`)]),
  );
  return `/** Of what every event carries. */
export const ATTRIBUTES = ${rules({ type: 'object', properties: attributes })} as const;

/** Of the data of each type. */
export const DATA_RULES = ${rules(ofData)} as const;
`;
}

/** Where events go, and where the newest state of each task comes from. */
export function clientTopics(): string {
  return `/** The topics by their default names. */
export const TOPIC = ${text({ events: TOPICS.events.name, updates: TOPICS.updates.name })} as const;
`;
}

function builder(type: string): string {
  const name = `${pascal(type)}Data`;
  const { properties = {}, required = [] } = schemas[name] ?? {};
  const hasFields = Object.keys(properties).length > 0;
  const data = hasFields ? `, data${required.length > 0 ? '' : '?'}: ${name}` : '';
  const method = pascal(type.slice('task.'.length));
  return `${doc(`\`${type}\`: ${describe(name)}`, 2)}  ${method.charAt(0).toLowerCase()}${method.slice(1)}(task: string${data}, attributes?: EventAttributes): TaskCloudEvent<'${type}'>;`;
}

function describe(name: string): string {
  return schemas[name]?.description ?? '';
}

function doc(sentence: string, indent: number): string {
  return `${' '.repeat(indent)}/** ${sentence} */\n`;
}

function text(value: object): string {
  return JSON.stringify(value, null, 2);
}

/** The same with each pattern as an expression. */
function rules(value: object): string {
  return text(value).replaceAll(/"pattern": (".*")/g, (_all, quoted: string) => {
    return `"pattern": /${String(JSON.parse(quoted)).replaceAll('/', '\\/')}/u`;
  });
}

/** `task.output_updated` → `TaskOutputUpdated`, as the document names its schemas. */
function pascal(words: string): string {
  return words.replaceAll(/(?:^|[._])([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
