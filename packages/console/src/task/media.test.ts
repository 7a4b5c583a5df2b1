import { expect, test } from 'vitest';
import { mediaOf } from './media.ts';

const ALLOWED = ['https://media.example'];

test.each([
  ['https://media.example/a/b.png?sig=1', 'image'],
  ['https://media.example/a.MP3', 'audio'],
  ['https://media.example/a.mp4', 'video'],
])('%s is shown as %s', (url, kind) => {
  expect(mediaOf(url, ALLOWED)).toMatchObject({ kind });
});

test.each([
  'https://elsewhere.example/a.png',
  'http://media.example/a.png',
  'https://media.example.evil/a.png',
  'https://user:pass@media.example/a.png',
  'https://media.example/a.svg',
  'javascript:alert(1)//.png',
  'data:image/png;base64,AAAA',
  'no address',
  7,
  null,
])('%j stays text', (value) => {
  expect(mediaOf(value, ALLOWED)).toBeNull();
  expect(mediaOf(value, [])).toBeNull();
});
