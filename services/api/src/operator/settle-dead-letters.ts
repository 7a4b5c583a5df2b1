import type { Operator } from '@taskfold/database';
import type { DeadLetterPosition, Redriven, SettledDeadLetter } from '@taskfold/dead-letters';
import type { LogProducer } from '@taskfold/kafka';
import { ApiError } from '../errors/api-error.ts';
import { DEAD_LETTER, type DeadLetterReader, letterShown, positionOf } from './dead-letters.ts';
import { OperatorError } from './operator-error.ts';
import { actBody, type OperatorRoute, readFields } from './operator-route.ts';

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
export function settleRoutes(options: SettleRoutesOptions): OperatorRoute[] {
  const { discard, redrive, show, producer, timeLimitMs } = options;

  async function after(position: DeadLetterPosition, more: object = {}) {
    const letter = await show(position);
    if (letter === null) throw new OperatorError('dead_letter_not_found');
    return { status: 200, body: { ...letterShown(letter), ...more } };
  }

  return [
    {
      method: 'POST',
      template: `${DEAD_LETTER}/redrive`,
      async handle({ params, body }) {
        const position = positionOf(params);
        const operator = readFields(actBody, body);
        const redriven = await redrive(position, { operator, producer: inTime(producer, timeLimitMs) });
        switch (redriven.kind) {
          case 'redriven':
            return await after(position, { published: redriven.published });
          case 'redriven_before':
            throw new OperatorError('dead_letter_settled', { status: 'redriven' });
          case 'pruned':
            throw new OperatorError('dead_letter_pruned');
          case 'not_found':
            throw new OperatorError('dead_letter_not_found');
        }
      },
    },
    {
      method: 'POST',
      template: `${DEAD_LETTER}/discard`,
      async handle({ params, body }) {
        const position = positionOf(params);
        const discarded = await discard(position, readFields(actBody, body));
        if (discarded.kind === 'not_found') throw new OperatorError('dead_letter_not_found');
        if (discarded.kind === 'settled_before')
          throw new OperatorError('dead_letter_settled', { status: discarded.status });
        return await after(position);
      },
    },
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
