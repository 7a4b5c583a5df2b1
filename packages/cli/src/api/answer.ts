import { issueSentence, issueWords, type Operation } from '@taskfold/contract';
import { z } from 'zod';
import { CommandFailure } from '../outcome/command-failure.ts';
import { parseExactJson } from './exact-json.ts';

type JsonSchemaOf<Found> = Found extends {
  readonly content: { readonly 'application/json': { readonly schema: infer Schema extends z.ZodType } };
}
  ? Schema
  : never;

/** What an operation answers as JSON. */
export type AnswerOf<Of extends Operation> = z.output<JsonSchemaOf<Of['answers'][keyof Of['answers']]>>;

/** An answer that is no error. */
export interface Answer<Value> {
  readonly status: number;
  readonly headers: Headers;
  /** As it came, with what this version does not know and every digit of its numbers; for printing. */
  readonly json: unknown;
  /** What this version knows of it. @throws CommandFailure where it is not what the contract says */
  readonly value: Value;
}

/** @param text the body, which may be empty where the answer has none */
export function answerOf<Of extends Operation>(
  operation: Of,
  { status, headers, url }: Response,
  text: string,
): Answer<AnswerOf<Of>> {
  const json = text === '' ? null : jsonOf(text, url);
  return {
    status,
    headers,
    json,
    get value() {
      return readAs<AnswerOf<Of>>(operation, status, text === '' ? null : JSON.parse(text));
    },
  };
}

function readAs<Value>(operation: Operation, status: number, json: unknown): Value {
  const schema = operation.answers[status]?.content?.['application/json']?.schema;
  const read = (schema ?? z.null()).safeParse(json, { error: issueWords });
  if (read.success) return read.data as Value;
  const [issue] = read.error.issues;
  throw new CommandFailure(
    'failed',
    `The answer of ${operation.id} is not what this version of taskfold knows${issue === undefined ? '.' : `: ${issueSentence(issue.path, issue.message, 'it')}`} Is the API a newer one? --json shows the answer as it came.`,
  );
}

function jsonOf(text: string, url: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    throw new CommandFailure(
      'failed',
      `${new URL(url).origin} does not answer with JSON: is the address right?`,
    );
  }
}
