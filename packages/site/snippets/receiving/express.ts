import { expressCallbacks } from '@taskfold/client/receiving';
import express from 'express';

const { CALLBACK_SECRET = '', PORT = '3000' } = process.env;

const app = express();
// Before express.json(), which would lose the bytes that were signed.
app.post(
  '/callbacks',
  expressCallbacks(CALLBACK_SECRET, ({ id, data }) => {
    process.stdout.write(`${id} ${data.task_id} ${data.status}\n`);
  }),
);
app.listen(Number(PORT), '127.0.0.1');
