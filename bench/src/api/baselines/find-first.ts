import { createPool, createPrisma } from '@taskfold/database';
import express from 'express';

// What one would write first: a look-up by Prisma for each request, and the row as JSON.
const prisma = createPrisma(
  createPool({ url: process.env.DATABASE_URL ?? '', max: 8, applicationName: 'bench' }),
);
const app = express();
app.set('json replacer', (_key: string, value: unknown) =>
  typeof value === 'bigint' ? Number(value) : value,
);
app.get('/v1/tasks/:id', async (request, response) => {
  const task = await prisma.task.findFirst({ where: { tenantId: 'bench', taskId: request.params.id } });
  if (task === null) response.status(404).end();
  else response.json(task);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
