import { escapeControls } from '@taskfold/runtime';
import type { View } from '../output/output.ts';
import type { DoctorReport, ReportedCheck } from './report.ts';
import { wrapped } from './wrapped.ts';

const TITLE_WIDTH = 32;
const INDENT = '       ';

/** A line for each check, and below it what is to be done. */
export function drawReport({ data, counts }: DoctorReport, view: View): string {
  const groups = Map.groupBy(data, ({ id }) => id.slice(0, id.indexOf('.')));
  return [
    ...[...groups].flatMap(([group, checks]) => [
      view.style.strong(group),
      ...checks.flatMap((check) => [...linesOf(check, view)]),
      '',
    ]),
    `${counts.ok} ok, ${counts.warn} warn, ${counts.fail} fail, ${counts.skipped} not looked at`,
  ].join('\n');
}

function* linesOf(check: ReportedCheck, { style, columns }: View): Generator<string> {
  const { id, status, page, findings } = check;
  const title = check.title.padEnd(TITLE_WIDTH);
  const [first = '', ...rest] = wrapped(
    escapeControls(check.summary),
    columns - INDENT.length - TITLE_WIDTH - 2,
  );
  yield `  ${word(status, style)} ${title} ${style.faint(first)}`;
  for (const line of rest) yield `${INDENT}${' '.repeat(TITLE_WIDTH + 1)}${style.faint(line)}`;
  for (const { severity, found, to_do: toDo } of findings) {
    const draw = severity === 'fail' ? style.bad : style.warn;
    for (const line of wrapped(escapeControls(found), columns - INDENT.length))
      yield `${INDENT}${draw(line)}`;
    for (const [index, line] of wrapped(escapeControls(toDo), columns - INDENT.length - 3).entries()) {
      yield `${INDENT}${index === 0 ? '-> ' : '   '}${line}`;
    }
  }
  if (findings.length > 0) yield `${INDENT}${style.faint(`${id}  ${page}`)}`;
}

const WORDS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skipped: 'skip' } as const;

function word(status: ReportedCheck['status'], style: View['style']): string {
  const text = WORDS[status];
  if (status === 'ok') return style.good(text);
  if (status === 'skipped') return style.faint(text);
  return style.strong(status === 'warn' ? style.warn(text) : style.bad(text));
}
