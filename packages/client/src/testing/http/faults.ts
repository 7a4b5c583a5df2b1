import { ERRORS, type ErrorCode } from '@taskfold/contract';
import type { Fault } from '../test-server.ts';
import { ErrorAnswer } from './error-answer.ts';

/** What is to go wrong, in the order in which it was asked for. */
export interface Faults {
  /** @throws TypeError for a status or a code that the contract has no error of */
  add(fault: Fault): void;
  /** The first that is for such an operation, which is used up by it. */
  take(operation: string): Fault | undefined;
}

export function createFaults(): Faults {
  const waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      if ('status' in fault) errorOf(fault);
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    take(operation) {
      const at = waiting.findIndex(
        ({ fault }) => fault.operation === undefined || fault.operation === operation,
      );
      const entry = waiting[at];
      if (entry === undefined) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) waiting.splice(at, 1);
      return entry.fault;
    },
  };
}

/** The error that it is answered with. */
export function errorOf({
  status,
  code,
  retryAfter,
}: Extract<Fault, { readonly status: number }>): ErrorAnswer {
  const codes = Object.keys(ERRORS) as ErrorCode[];
  const found = codes.find(
    (known) => ERRORS[known].status === status && (code === undefined || known === code),
  );
  if (found === undefined) {
    const named = code === undefined ? '' : ` and the code ${code}`;
    throw new TypeError(`Taskfold has no error of the status ${status}${named}: see the page of errors.`);
  }
  return new ErrorAnswer(
    found,
    retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } },
  );
}
