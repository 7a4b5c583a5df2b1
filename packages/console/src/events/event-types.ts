/** One field of the data of an event. */
export interface DataField {
  readonly name: string;
  /** `text`, `number or null`, `list of objects`. */
  readonly kind: string;
  readonly required: boolean;
  readonly meaning: string;
}

/** A type of event that producers publish. */
export interface PublishedType {
  readonly type: string;
  readonly meaning: string;
  readonly fields: readonly DataField[];
  /** The data of the contract's example, as JSON with two spaces. */
  readonly example: string;
}

/** What the system alone publishes; the API refuses it. */
const OF_THE_SYSTEM = new Set(['task.callback_attempted']);

type Json = Readonly<Record<string, unknown>>;

/**
 * The types of event that the API of this page takes, of the document that it describes its topics by (`GET /asyncapi.json`).
 * Whatever is not as that document has it is left out.
 */
export function publishedTypes(document: Json): readonly PublishedType[] {
  const parts = objectOf(document.components);
  const schemas = objectOf(parts.schemas);
  const { messages } = objectOf(objectOf(document.channels).events);
  return Object.keys(objectOf(messages)).flatMap((name): readonly PublishedType[] => {
    const message = objectOf(objectOf(parts.messages)[name]);
    const [example] = listOf(message.examples).map((each) => objectOf(objectOf(each).payload));
    const { type, data } = example ?? {};
    if (message.contentType !== 'application/cloudevents+json' || typeof type !== 'string') return [];
    if (OF_THE_SYSTEM.has(type)) return [];
    const envelope = followed(message.payload, schemas);
    return [
      {
        type,
        meaning: textOf(message.summary),
        fields: fieldsOf(dataSchema(objectOf(envelope.properties).data, schemas), schemas),
        example: JSON.stringify(data ?? {}, null, 2),
      },
    ];
  });
}

/** Of data that may be left out, what it is where it is there. */
function dataSchema(value: unknown, schemas: Json): Json {
  const schema = followed(value, schemas);
  const [first] = listOf(schema.anyOf);
  return first === undefined ? schema : followed(first, schemas);
}

function fieldsOf(schema: Json, schemas: Json): readonly DataField[] {
  const required = new Set(listOf(schema.required));
  return Object.entries(objectOf(schema.properties)).map(([name, value]) => ({
    name,
    kind: kindOf(objectOf(value), schemas),
    required: required.has(name),
    meaning: textOf(objectOf(value).description) || textOf(followed(value, schemas).description),
  }));
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  array: 'list',
  boolean: 'true or false',
};

function kindOf(value: Json, schemas: Json): string {
  const schema = followed(value, schemas);
  if (Array.isArray(schema.anyOf)) {
    return schema.anyOf.map((each) => kindOf(objectOf(each), schemas)).join(' or ');
  }
  if (Array.isArray(schema.enum)) return schema.enum.map((each) => JSON.stringify(each)).join(' or ');
  const types = typeof schema.type === 'string' ? [schema.type] : listOf(schema.type).map(textOf);
  if (schema.format === 'date-time')
    return types.map((each) => (each === 'string' ? 'time' : each)).join(' or ');
  const items = types.includes('array') ? kindOf(objectOf(schema.items), schemas) : '';
  return (
    types
      .map((each) => (each === 'array' && items !== '' ? `list of: ${items}` : (KINDS[each] ?? each)))
      .join(' or ') || 'anything'
  );
}

function followed(value: unknown, schemas: Json): Json {
  const { $ref } = objectOf(value);
  if (typeof $ref !== 'string') return objectOf(value);
  return objectOf(schemas[$ref.replace('#/components/schemas/', '')]);
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
