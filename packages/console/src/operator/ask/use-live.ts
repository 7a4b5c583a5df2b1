import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { operatorSession, useOperator } from '../session/operator-session.ts';
import { type AskParts, askOperator, type Told } from './ask.ts';
import { NoAnswer, OperatorRefusal } from './failures.ts';
import { noteAnswered, noteUnanswered } from './freshness.ts';
import type { OperationId, OperatorAnswer } from './operations.ts';

/** What stands still for this long may be seen to: nobody waits for a page to be loaded again. */
const EVERY_MS = 2000;

/** Asks, and notes what the answer says about the way to the API and about the token. @throws as `askOperator` does */
export async function asked<Id extends OperationId>(
  token: string,
  id: Id,
  parts: AskParts = {},
): Promise<Told<OperatorAnswer<Id>>> {
  try {
    const told = await askOperator(token, id, parts);
    noteAnswered();
    return told;
  } catch (error) {
    if (error instanceof NoAnswer) noteUnanswered();
    if (error instanceof OperatorRefusal) {
      noteAnswered();
      if (error.status === 401) operatorSession.refuse(token);
    }
    throw error;
  }
}

/** What an operation answers, asked again every two seconds while the page is looked at. What was there stays until there is more. */
export function useLive<Id extends OperationId>(
  id: Id,
  parts: Omit<AskParts, 'signal'> = {},
): UseQueryResult<Told<OperatorAnswer<Id>>> {
  const { token, refused } = useOperator();
  return useQuery({
    queryKey: [id, parts.path, parts.query],
    queryFn: ({ signal }) => asked(token, id, { ...parts, signal }),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
    enabled: !refused,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
