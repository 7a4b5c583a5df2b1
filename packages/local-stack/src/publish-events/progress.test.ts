import { expect, test } from 'vitest';
import { showProgress, summary } from './progress.ts';

test('the summary counts what was published and left out, with the rate', () => {
  expect(summary({ published: 12_000, bad: 2, line: 1 }, 4_000)).toBe(
    '12,000 events published, 2 lines left out, 4.0 s, 3,000 events/s',
  );
  expect(summary({ published: 1, bad: 0, line: 1 }, 1_000)).toBe('1 event published, 1.0 s, 1 events/s');
});

test('without a terminal there is no cursor movement', () => {
  let text = '';
  const progress = showProgress({ write: (piece) => (text += piece) }, { published: 0, bad: 0, line: 0 });
  progress.line('line 3: no');
  progress.stop();
  expect(text).toBe('line 3: no\n');
  progress.line('line 4: \u001b[2J\nline 5: fine');
  expect(text).toBe('line 3: no\nline 4: \\u001b[2J\\u000aline 5: fine\n');
});
