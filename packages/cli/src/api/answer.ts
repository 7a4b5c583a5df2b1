import { issueSentence, issueWords, type Operation } from '@taskfold/contract';
import { z } from 'zod';
import { CommandFailure } from '../outcome/command-failure.ts';

type JsonSchemaOf<Found> = Found extends {
  readonly content: { readonly 'application/json': { readonly schema: infer Schema extends z.ZodType } };
}
  ? Schema
  : never;

/** What an operation answers as JSON. */
export type AnswerOf<Of extends Operation> = z.output<JsonSchemaOf<Of['answers'][keyof Of['answers']]>>;

/** An answer that is no error. */
export interface Answer<Value> {
  /** As it came, with what this version does not know and every digit of its numbers; for printing. */
  readonly json: unknown;
  /** What this version knows of it. @throws CommandFailure where it is not what the contract says */
  readonly value: Value;
}

/** @param json as {@link parseExactJson} reads it */
export function answerOf<Of extends Operation>(
  operation: Of,
  status: number,
  json: unknown,
): Answer<AnswerOf<Of>> {
  return {
    json,
    get value() {
      const schema = operation.answers[status]?.content?.['application/json']?.schema ?? z.never();
      return knownOf(schema, json, `The answer of ${operation.id}`) as AnswerOf<Of>;
    },
  };
}

/**
 * What this version knows of an answer, or of a part of one.
 *
 * @param json as {@link parseExactJson} reads it
 * @throws CommandFailure where it is not what the contract says
 */
export function knownOf<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  name: string,
): z.output<Schema> {
  const read = schema.safeParse(JSON.parse(JSON.stringify(json)), { error: issueWords });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CommandFailure(
    'failed',
    `${name} is not what this version of taskfold knows${issue === undefined ? '.' : `: ${issueSentence(issue.path, issue.message, 'it')}`} Is the API a newer one? --json shows the answer as it came.`,
  );
}
