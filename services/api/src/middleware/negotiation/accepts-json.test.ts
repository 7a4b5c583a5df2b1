import { expect, it } from 'vitest';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf, smallApp } from '../../testing/small-app.ts';
import { acceptsJson } from './accepts-json.ts';

async function statusFor(headers: Record<string, string>) {
  const answer = await askInProcess(smallApp(acceptsJson), { path: '/', headers });
  if (answer.status !== 200) expect(errorOf(answer.body).code).toBe('not_acceptable');
  return answer.status;
}

it('takes no Accept as anything', async () => {
  expect(await statusFor({})).toBe(200);
});

it.each([
  '*/*',
  'application/json',
  'application/*',
  'text/html, application/json;q=0.1',
  'text/html,application/xhtml+xml,*/*;q=0.8',
  'Application/JSON',
])('takes %s', async (accept) => {
  expect(await statusFor({ accept })).toBe(200);
});

it.each([
  'text/html',
  'application/xml',
  'application/json;q=0',
  'application/json;q=0, */*',
  'text/*',
  'nonsense',
])('refuses %s', async (accept) => {
  expect(await statusFor({ accept })).toBe(406);
});
