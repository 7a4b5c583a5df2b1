// app/callbacks/route.ts
import { webCallbacks } from '@taskfold/client/receiving';

const { CALLBACK_SECRET = '' } = process.env;

export const POST = webCallbacks(CALLBACK_SECRET, ({ id, data }) => {
  process.stdout.write(`${id} ${data.task_id} ${data.status}\n`);
});
