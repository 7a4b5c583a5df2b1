import express from 'express';

// The ceiling of the framework: no key, no database, one body of the size of a task.
const body = JSON.stringify({ object: 'task', text: 'x'.repeat(1750) });
const app = express();
app.get('/v1/tasks/:id', (_request, response) => {
  response.type('json').send(body);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
