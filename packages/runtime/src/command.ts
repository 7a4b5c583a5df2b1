// What a command needs that shall start fast: nothing of logs, metrics and traces, whose libraries take longer to load than most
// commands to run.
export { messageOf } from './failures/message-of.ts';
export { listenToInterrupts } from './lifecycle/interrupts.ts';
export { type Line, readLines } from './streams/read-lines.ts';
export { escapeControls } from './terminal/escape-controls.ts';
export { print, printError } from './terminal/print.ts';
export { createStyle, createTerminal, type Style } from './terminal/terminal.ts';
export { untilAborted } from './time/sleep.ts';
