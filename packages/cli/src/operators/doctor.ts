import { InvalidArgumentError } from '@commander-js/extra-typings';
import { CommandFailure } from '../outcome/command-failure.ts';
import { type CommandMaker, outputCommand } from '../program/command.ts';
import { operatorEnvironment } from './environment.ts';

export const doctor: CommandMaker = (context) =>
  outputCommand('doctor', 'Look for what is wrong with the installation', {
    description:
      'Looks at variables, PostgreSQL, Kafka, topics, processors, callbacks and clocks, and says of each fault what to do. It changes nothing, and works with what can be reached. It ends with 1 where something fails.',
    examples: [
      { line: 'taskfold doctor', says: 'Look at everything that the environment names.' },
      { line: 'taskfold doctor --only kafka --strict', says: 'Look at Kafka alone; a warning fails, too.' },
      { line: 'taskfold doctor --json', says: 'The same for programs.' },
    ],
  })
    .option('--only <check...>', 'look at these alone, such as kafka or kafka.group, and at what they need')
    .option('--strict', 'end with 1 for warnings, too')
    .option('--timeout <seconds>', 'for each check', secondsOf, 15)
    .action(async ({ only = [], strict = false, timeout, ...form }) => {
      const [{ examine, UnknownChecks }, { drawReport }, env] = await Promise.all([
        import('../doctor/examine.ts'),
        import('../doctor/draw-report.ts'),
        operatorEnvironment(context),
      ]);
      const { signal } = context;
      const report = await examine({ env, only, limitMs: timeout * 1000, signal }).catch((error: unknown) => {
        throw error instanceof UnknownChecks ? new CommandFailure('usage', error.message) : error;
      });
      context.output(form).many(report, (view) => drawReport(report, view));
      if (report.status === 'fail' || (strict && report.status === 'warn')) context.endAs('failed');
    });

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 600)) throw new InvalidArgumentError('It takes seconds, up to 600.');
  return seconds;
}
