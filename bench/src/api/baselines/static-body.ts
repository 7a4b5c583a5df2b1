import express from 'express';

// The ceiling of the framework: no key, no database, one body of the size of a task. It is sent in the quickest way there is,
// which is ours, past what Express does to an answer: headers as a list, the body as it is, no entity tag computed from it.
const body = 'x'.repeat(Number(process.env.BODY_BYTES));
const headers = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(body.length)];
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get('/v1/tasks/:id', (_request, response) => {
  response.writeHead(200, headers);
  response.end(body, 'latin1');
});
app.listen(Number(process.env.PORT), '127.0.0.1');
