import { EventSource } from 'eventsource';

const { API = 'http://127.0.0.1:8080', KEY = '', TASK_ID = 'task_1' } = process.env;

// It connects again by itself, and says which revision it holds. In a browser it is built in, with a read token in the URL.
const stream = new EventSource(`${API}/v1/tasks/${TASK_ID}/stream`, {
  fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${KEY}` } }),
});

function show({ data }: MessageEvent): void {
  const { revision, status, progress } = JSON.parse(data);
  process.stdout.write(`${revision} ${status} ${progress?.percent ?? 0} %\n`);
}

stream.addEventListener('snapshot', show);
stream.addEventListener('update', show);
// 204 says that the task has ended and its last state was sent. Whatever else it meets, it tries again, unless it says so.
stream.addEventListener('error', ({ code, message }) => {
  if (code === 204) stream.close();
  else if (stream.readyState === stream.CLOSED) throw new Error(`${code}: ${message}`);
});
