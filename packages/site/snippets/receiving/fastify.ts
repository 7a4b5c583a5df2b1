import { fastifyCallbacks } from '@taskfold/client/receiving';
import fastify from 'fastify';

const { CALLBACK_SECRET = '', PORT = '3000' } = process.env;

const app = fastify();
app.register(
  fastifyCallbacks(CALLBACK_SECRET, ({ id, data }) => {
    process.stdout.write(`${id} ${data.task_id} ${data.status}\n`);
  }),
  { prefix: '/callbacks' },
);
await app.listen({ port: Number(PORT) });
