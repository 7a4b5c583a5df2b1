import { honoCallbacks } from '@taskfold/client/receiving';
import { Hono } from 'hono';

const { CALLBACK_SECRET = '' } = process.env;

const app = new Hono();
app.post(
  '/callbacks',
  honoCallbacks(CALLBACK_SECRET, ({ id, data }) => {
    process.stdout.write(`${id} ${data.task_id} ${data.status}\n`);
  }),
);

export default app;
