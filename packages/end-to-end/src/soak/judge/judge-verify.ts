import { runTaskfold } from '../../harness/command.ts';
import type { Findings } from '../findings.ts';

/** `taskfold projection verify`: the product's own comparison of its tables with a second fold of the log. */
export async function judgeByVerify(
  env: Readonly<Record<string, string>>,
  findings: Findings,
): Promise<void> {
  try {
    await runTaskfold(['projection', 'verify'], env);
  } catch (error) {
    findings.add('wrong', 'projection verify', String(error).slice(0, 1000));
  }
}
