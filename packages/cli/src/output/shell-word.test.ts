import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';

// All of these are hosts that `URL` takes.
test.each(['$(id).example', '`id`.example', "a'b;c&d.example", '$ifs*.example', '[::1]:8443', '~'])(
  'a shell reads %s as the word that it is',
  (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
  },
);

test('a host as it should be stays as it is', () => {
  expect(shellWord('hooks.example:8443')).toBe('hooks.example:8443');
});
