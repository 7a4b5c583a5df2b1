import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { DocumentPart } from './document.ts';

/** Holds values against the schemas of a document. Each returns what is wrong, one sentence a fault. */
export interface DocumentSchemas {
  /** A value that the API sends: keys that the document does not name are faults, too. */
  sent(at: readonly string[], value: unknown): readonly string[];
  /** A value that the API took. */
  taken(at: readonly string[], value: unknown): readonly string[];
  /** Text of a parameter or header: it counts as the number or the boolean that it spells. */
  text(at: readonly string[], value: unknown): readonly string[];
}

const ID = 'openapi.json';

/** Compiles each schema when it is needed for the first time, with references to the rest of the document. */
export function documentSchemas(document: DocumentPart): DocumentSchemas {
  return {
    sent: validator(closed(document) as DocumentPart, false),
    taken: validator(document, false),
    text: validator(document, true),
  };
}

function validator(document: DocumentPart, coerceTypes: boolean): DocumentSchemas['sent'] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes });
  formats.default(ajv);
  ajv.addSchema(document, ID);
  const compiled = new Map<string, ValidateFunction>();
  return (at, value) => {
    const pointer = at.map(escaped).join('/');
    const validate = compiled.get(pointer) ?? compile(ajv, pointer);
    compiled.set(pointer, validate);
    return validate({ value }) ? [] : (validate.errors ?? []).map(sentence);
  };
}

/** Below a key, since only what lies in an object can be coerced. */
function compile(ajv: Ajv2020, pointer: string): ValidateFunction {
  return ajv.compile({ type: 'object', properties: { value: { $ref: `${ID}#/${pointer}` } } });
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

function sentence({ instancePath, message, params }: ErrorObject): string {
  const more = 'additionalProperty' in params ? `: ${params.additionalProperty}` : '';
  return `${instancePath.replace('/value', '') || '(all of it)'} ${message}${more}`;
}

/** The same document, whose objects hold the keys that it names and no other. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const result = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
  // What the document knows of an answer is all that the API may say.
  const known = result['x-extensible-enum'];
  if (Array.isArray(known)) result.enum = known;
  const isOpen = typeof result.properties === 'object' && !('additionalProperties' in result);
  return isOpen ? { ...result, additionalProperties: false } : result;
}
