import { InvalidArgumentError } from '@commander-js/extra-typings';
import { IDENTIFIER } from '@taskfold/contract';

/** An id as tenants and projects have it. */
export function identifierValue(text: string): string {
  if (IDENTIFIER.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 128 letters, digits, "_" and "-".');
}

/** A name for people. */
export function nameValue(text: string): string {
  if (text.length >= 1 && text.length <= 128) return text;
  throw new InvalidArgumentError('It must be 1 to 128 characters.');
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a secret. */
export function uuid(text: string): string {
  if (UUID.test(text)) return text;
  throw new InvalidArgumentError('It must be the id that "tenants secrets" shows.');
}
