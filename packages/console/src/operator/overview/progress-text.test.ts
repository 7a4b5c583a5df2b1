import { expect, test } from 'vitest';
import { progressText } from './progress-text.ts';

test.each([
  [{ folded: 0, live: 120_000 }, '0.0 %, 120,000 offsets left'],
  [{ folded: 98_000, live: 120_000 }, '81.6 %, 22,000 offsets left'],
  [{ folded: 119_999, live: 120_000 }, '99.9 %, 1 offset left'],
  [{ folded: 120_000, live: 120_000 }, '100 %, caught up'],
  [{ folded: 0, live: 0 }, '100 %, caught up'],
])('%j: %s', (progress, text) => {
  expect(progressText(progress)).toBe(text);
});
