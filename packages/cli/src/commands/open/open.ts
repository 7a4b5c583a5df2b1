import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { browserCommand, openInBrowser } from './browser.ts';

export const open: CommandMaker = (context) =>
  apiCommand('open', "Open the console's page of a task", {
    description:
      "Prints the address of the console's page of a task, and opens it where a browser can be had (BROWSER names one).",
    examples: [{ line: 'taskfold open img_1', says: 'Look at a task in the browser.' }],
  })
    .argument('<task-id>', 'the id of the task')
    .option('--print', 'print the address alone')
    .action(async (taskId, options) => {
      const api = await context.api(options);
      const url = `${api.url}/console/tasks/${encodeURIComponent(taskId)}`;
      context.output(options).one({ url }, () => url);
      const browser = options.print ? undefined : browserCommand(context.env, process.platform);
      if (browser !== undefined && !(await openInBrowser(browser, url)))
        context.note(`${browser[0]} does not start.`);
    });
