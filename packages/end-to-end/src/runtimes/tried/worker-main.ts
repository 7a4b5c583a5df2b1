import { type TrialInput, tryClient } from './try-client.ts';

// Where a runtime answers requests: the input is the body of one, the output its answer.

export default {
  fetch: async (request: Request): Promise<Response> =>
    Response.json(await tryClient((await request.json()) as TrialInput)),
};
