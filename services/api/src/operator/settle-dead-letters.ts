import { actBody, deadLetterPath, OPERATOR_OPERATIONS } from '@taskfold/contract';
import type { Operator } from '@taskfold/database';
import {
  type DeadLetterPosition,
  letterShown,
  type Redriven,
  type SettledDeadLetter,
} from '@taskfold/dead-letters';
import type { LogProducer } from '@taskfold/kafka';
import { readJson } from '../body/read-json.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Route } from '../http/route.ts';
import type { DeadLetterReader } from './dead-letters.ts';
import { operatorRoute, readPath } from './operator-route.ts';

export interface DeadLetterSettlement {
  discard(position: DeadLetterPosition, operator: Operator): Promise<SettledDeadLetter>;
  redrive(
    position: DeadLetterPosition,
    options: { readonly operator: Operator; readonly producer: Pick<LogProducer, 'send'> },
  ): Promise<Redriven>;
}

export interface SettleRoutesOptions extends DeadLetterSettlement, Pick<DeadLetterReader, 'show'> {
  readonly producer: Pick<LogProducer, 'send'>;
  /** For the broker to take a record, in milliseconds. */
  readonly timeLimitMs: number;
}

const RETRY_AFTER_SECONDS = '2';

/**
 * `POST …/redrive`: publishes the record to the events topic again, once its cause is mended; also of one that was discarded.
 * `POST …/discard`: notes that it is not wanted. Both note in the audit log who did and why.
 */
export function settleRoutes({
  discard,
  redrive,
  show,
  producer,
  timeLimitMs,
}: SettleRoutesOptions): Route[] {
  async function after(position: DeadLetterPosition, more: object = {}) {
    const letter = await show(position);
    if (letter === null) throw new ApiError('dead_letter_not_found');
    return { ...letterShown(letter), ...more };
  }

  return [
    operatorRoute(OPERATOR_OPERATIONS.redriveDeadLetter, async (request) => {
      const position = readPath(deadLetterPath, request);
      const operator = readJson(actBody, request.body);
      const redriven = await redrive(position, { operator, producer: inTime(producer, timeLimitMs) });
      switch (redriven.kind) {
        case 'redriven':
          return await after(position, { published: redriven.published });
        case 'redriven_before':
          throw new ApiError('dead_letter_settled', { details: { status: 'redriven' } });
        case 'pruned':
          throw new ApiError('dead_letter_pruned');
        case 'not_found':
          throw new ApiError('dead_letter_not_found');
      }
    }),
    operatorRoute(OPERATOR_OPERATIONS.discardDeadLetter, async (request) => {
      const position = readPath(deadLetterPath, request);
      const discarded = await discard(position, readJson(actBody, request.body));
      if (discarded.kind === 'not_found') throw new ApiError('dead_letter_not_found');
      if (discarded.kind === 'settled_before')
        throw new ApiError('dead_letter_settled', { details: { status: discarded.status } });
      return await after(position);
    }),
  ];
}

/** A broker that is away is said to be, and is not waited for longer than this. */
function inTime(producer: Pick<LogProducer, 'send'>, timeLimitMs: number): Pick<LogProducer, 'send'> {
  return {
    async send(topic, records) {
      try {
        return await producer.send(topic, records, AbortSignal.timeout(timeLimitMs));
      } catch (cause) {
        throw new ApiError('service_unavailable', {
          message:
            'The log of events cannot be reached at the moment. Repeat it later: what comes twice folds once.',
          headers: ['Retry-After', RETRY_AFTER_SECONDS],
          cause,
        });
      }
    },
  };
}
