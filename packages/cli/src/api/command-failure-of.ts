import { ApiError, ConnectionError } from '@taskfold/client';
import { ERRORS } from '@taskfold/contract';
import { CommandFailure } from '../outcome/command-failure.ts';
import type { Outcome } from '../outcome/outcomes.ts';

/** What an error of the client ends a command with, the error as its cause; anything else as it is. @param url where the API is */
export function commandFailureOf(error: unknown, url: string): unknown {
  if (error instanceof ConnectionError) {
    return new CommandFailure('unavailable', error.message, { cause: error });
  }
  if (!(error instanceof ApiError)) return error;
  if (error.code === 'unexpected_answer' && !error.retryable) {
    const said =
      error.status < 300
        ? 'does not answer with JSON'
        : `answered ${error.status}, and not as a Taskfold API does`;
    return new CommandFailure('failed', `${url} ${said}: is the address right?`, { cause: error });
  }
  return new CommandFailure(outcomeOf(error), sentencesOf(error).join('\n'), { cause: error });
}

/** What went wrong, each fault of the request on a line of its own, and by what operators find it. */
function sentencesOf({ code, faults, requestId }: ApiError): readonly string[] {
  // Something on the way says that the API is away.
  if (code === 'unexpected_answer')
    return [ERRORS.service_unavailable.message, `service_unavailable, request ${requestId}`];
  const said =
    faults.length < 2 ? faults : [ERRORS.invalid_request.message, ...faults.map((fault) => `  ${fault}`)];
  return [...said, `${code}, request ${requestId}`];
}

function outcomeOf({ status, retryable }: ApiError): Outcome {
  if (status === 401 || status === 403) return 'not_allowed';
  if (status === 404) return 'not_found';
  if (status === 400 || status === 422) return 'usage';
  return retryable ? 'unavailable' : 'failed';
}
