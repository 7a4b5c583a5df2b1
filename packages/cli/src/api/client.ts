import { type OperationId, type RequestOptions, type RequestParts, Taskfold } from '@taskfold/client';
import type { Operation } from '@taskfold/contract';
import { messageOf } from '@taskfold/runtime/command';
import type { Profile } from '../settings/profiles.ts';
import { type Answer, type AnswerOf, answerOf } from './answer.ts';
import { commandFailureOf } from './command-failure-of.ts';
import { parseExactJson } from './exact-json.ts';

/** A service that asks to wait for longer than this has the command end as `unavailable`. */
const MAX_WAIT_MS = 20_000;

/** An operation that keys of tenants reach. */
export type AskedOperation = Operation & { readonly id: OperationId };

/** How to follow while the API is away: for as long as it takes. */
interface Patience {
  readonly signal: AbortSignal;
  readonly outageTimeout: number;
  readonly onOutage: (error: unknown) => void;
}

/** Asks an API by the client for TypeScript; its failures are those of commands, and its answers keep every digit. */
export interface ApiClient {
  readonly url: string;
  /** @throws CommandFailure for an error of the API, or where it cannot be reached */
  call<Of extends AskedOperation>(
    operation: Of,
    parts: RequestParts<Of['id']>,
    options?: RequestOptions,
  ): Promise<Answer<AnswerOf<Of>>>;
  /**
   * What comes without being asked for each time, such as the states of a task.
   *
   * @param note told when the connection is lost, once until it is back
   * @param begin begins to follow
   * @throws CommandFailure for what another attempt would not mend, such as a task that does not exist
   */
  follow<Item>(
    note: (line: string) => void,
    begin: (taskfold: Taskfold, patience: Patience) => AsyncIterable<Item>,
  ): AsyncIterable<Item>;
}

/** @param signal ends whatever is under way */
export function createApiClient({ api_url, api_key }: Profile, signal: AbortSignal): ApiClient {
  const taskfold = new Taskfold({
    apiKey: api_key,
    baseUrl: api_url,
    maxRetryAfter: MAX_WAIT_MS,
    parseJson: parseExactJson,
  });
  return {
    url: api_url,
    async call(operation, parts, options) {
      try {
        const { status, data } = await taskfold
          .call<(typeof operation)['id']>(operation.id, parts, { signal, ...options })
          .withRawResponse();
        return answerOf(operation, status, data);
      } catch (error) {
        throw commandFailureOf(error, api_url);
      }
    },
    async *follow(note, begin) {
      const onOutage = (error: unknown) =>
        note(`${messageOf(commandFailureOf(error, api_url))} Trying again.`);
      try {
        yield* begin(taskfold, { signal, outageTimeout: Number.POSITIVE_INFINITY, onOutage });
      } catch (error) {
        throw commandFailureOf(error, api_url);
      }
    },
  };
}
