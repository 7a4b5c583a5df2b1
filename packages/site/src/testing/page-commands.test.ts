import { expect, test } from 'vitest';
import { missingLines, pageCommands } from './page-commands.ts';

const PAGE = [
  '# P',
  '```sh',
  'a',
  'b',
  '```',
  'prints:',
  '```text',
  'x  …',
  '',
  'y',
  '```',
  '```sh',
  'c',
  '```',
  '',
].join('\n');

test('commands stand in their order, with what the page says that they print', () => {
  expect(pageCommands(PAGE)).toEqual([
    { script: 'a\nb\n', prints: ['x  …', 'y'] },
    { script: 'c\n', prints: [] },
  ]);
});

test('a line is printed where it stands in the output, whatever its spaces and whatever stands for …', () => {
  expect(missingLines(['task  at …', '1.0 s  ●'], ' 1.0 s ●\ntask at 08:00\n')).toEqual([]);
  expect(missingLines(['1.0 s', 'task at …!'], '1x0 s\ntask at 08:00\n')).toEqual(['1.0 s', 'task at …!']);
});
