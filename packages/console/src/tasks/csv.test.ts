import { expect, test } from 'vitest';
import { sampleTask } from '../testing/sample-task.ts';
import { tasksCsv } from './csv.ts';

test('a task is a line, and what a producer wrote is never a formula', () => {
  const csv = tasksCsv([
    sampleTask({
      model: '=HYPERLINK("http://evil")',
      capability: 'a,b',
      metadata: { q: '"' },
      project_id: '@x',
    }),
  ]);
  const [names = '', line = '', end] = csv.split('\r\n');
  expect(end).toBe('');
  expect(names.split(',')).toContain('net_charged_credits');
  expect(line).toContain(`,"a,b","'=HYPERLINK(""http://evil"")",`);
  expect(line).toContain(`,'@x,`);
  expect(line).toContain('"{""q"":""\\""""}"');
});
