import { expect, it } from 'vitest';
import { askInProcess } from '../../testing/in-process.ts';
import { errorOf, smallApp } from '../../testing/small-app.ts';
import { urlLength } from './url-length.ts';

it('lets a URL of the greatest length pass and refuses a longer one', async () => {
  const app = smallApp(urlLength(10));
  expect((await askInProcess(app, { path: '/123456789' })).status).toBe(200);
  const answer = await askInProcess(app, { path: '/1234567890' });
  expect(answer.status).toBe(414);
  expect(errorOf(answer.body).code).toBe('uri_too_long');
});
