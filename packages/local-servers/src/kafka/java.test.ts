import { expect, test } from 'vitest';
import { javaMajor } from './java.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['Picked up JAVA_TOOL_OPTIONS: -Dx=1\nopenjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "25-ea" 2025-09-16', 25],
  ['command not found', undefined],
])('%j is Java %s', (text, major) => {
  expect(javaMajor(text)).toBe(major);
});
