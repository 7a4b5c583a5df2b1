import { noting } from '../api/connection.ts';
import { endsKey } from '../api/failures.ts';
import type { ApiAnswer } from '../api/request.ts';
import { session } from './session.ts';

/** An answer to a question with a key; a key that it refuses is marked as refused. */
export async function asked<Data>(key: string, asking: Promise<ApiAnswer<Data>>): Promise<ApiAnswer<Data>> {
  try {
    return await noting(asking);
  } catch (error) {
    if (endsKey(error)) session.refuse(key);
    throw error;
  }
}
