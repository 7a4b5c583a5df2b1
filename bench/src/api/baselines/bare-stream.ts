import express from 'express';

// A stream by the framework alone: one event of the size of a task, nothing kept of the request.
const body = 'x'.repeat(Number(process.env.BODY_BYTES));
const app = express();
app.get('/v1/tasks/:id', (_request, response) => {
  response.type('json').send(body);
});
app.get('/v1/tasks/:id/stream', (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(`event: snapshot\nid: 1\ndata: ${body}\n\n`);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
