import express from 'express';

// Express as it comes: its own way to send a text, with an entity tag computed from it.
const body = 'x'.repeat(Number(process.env.BODY_BYTES));
const app = express();
app.get('/v1/tasks/:id', (_request, response) => {
  response.type('json').send(body);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
