import { expect, test } from 'vitest';
import { createTerminal } from './terminal.ts';

function written(isTTY: boolean, env: NodeJS.ProcessEnv): string {
  let text = '';
  const terminal = createTerminal({ isTTY, write: (piece) => (text += piece) }, env);
  terminal.line(terminal.style.good('up'));
  return text;
}

test('colours are for terminals that want them', () => {
  expect(written(true, {})).toContain('\u001b[32m');
  expect(written(false, {})).toBe('up\n');
  expect(written(true, { NO_COLOR: '1' })).toBe('up\n');
  expect(written(true, { TERM: 'dumb' })).toBe('up\n');
});

test('nothing of outside acts on the terminal, and colours do', () => {
  let text = '';
  const terminal = createTerminal({ isTTY: true, write: (piece) => (text += piece) }, {});
  terminal.line(`${terminal.style.bad('bad')} \u001b[2J\u009b\u202e\u001b]0;x\u0007\u001b[8m`);
  expect(text).toBe('\u001b[31mbad\u001b[39m \\u001b[2J\\u009b\\u202e\\u001b]0;x\\u0007\\u001b[8m\n');
});
