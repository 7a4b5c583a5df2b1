import { Option } from '@commander-js/extra-typings';
import {
  CALLBACK_STATUSES,
  EXPANDABLE_PARTS,
  MAY_BE_WITHOUT,
  NEED_NAMES,
  OPERATIONS,
  TASK_STATUSES,
} from '@taskfold/contract';
import type { CommandMaker } from '../../program/command.ts';
import { listCommand, showList } from '../../program/list-command.ts';
import { pairValue, timeValue, valuesOf } from '../../program/option-values.ts';
import { drawTasks } from './draw/tasks.ts';

export const listTasks: CommandMaker = (context) =>
  listCommand('list', 'List tasks', {
    description: 'Lists the tasks to which all of the filters apply, the newest first.',
    examples: [
      { line: 'taskfold tasks list', says: 'The newest tasks.' },
      {
        line: 'taskfold tasks list --status failed,canceled --created-after 24h',
        says: 'What has gone wrong since yesterday.',
      },
      {
        line: 'taskfold tasks list --needs refund --all --jsonl',
        says: 'Every task that still wants its refund, for a program.',
      },
      { line: 'taskfold tasks list --metadata order=4711', says: 'The tasks of an order.' },
    ],
  })
    .option(
      '--status <status,...>',
      `tasks of these statuses: ${TASK_STATUSES.join(', ')}`,
      valuesOf(TASK_STATUSES),
    )
    .option('--capability <name>', 'tasks of this capability')
    .option('--model <name>', 'tasks that asked for this model')
    .option('--metadata <key=value>', 'tasks whose metadata holds this pair; may be repeated', pairValue)
    .option('--request <id>', "tasks of this request of the caller's (client_request_id)")
    .option('--error-code <code>', 'tasks that failed with this code')
    .addOption(
      new Option('--callback-status <status>', 'tasks whose callback is at this').choices(CALLBACK_STATUSES),
    )
    .option('--project <id>', 'tasks of this project')
    .option('--key-id <id>', 'tasks that were asked for with the API key of this id')
    .option(
      '--without <what,...>',
      `tasks that have none of these: ${MAY_BE_WITHOUT.join(', ')}`,
      valuesOf(MAY_BE_WITHOUT),
    )
    .addOption(new Option('--needs <what>', 'tasks that want a person, for this reason').choices(NEED_NAMES))
    .option(
      '--created-after <time>',
      'tasks created then or later: a time, a day, or how long ago (24h)',
      timeValue,
    )
    .option('--created-before <time>', 'tasks created before then', timeValue)
    .option('--completed-after <time>', 'tasks that ended then or later', timeValue)
    .option('--completed-before <time>', 'tasks that ended before then', timeValue)
    .option(
      '--entry-after <time>',
      'tasks with usage, a charge or a refund of then or later, as taskfold usage counts them',
      timeValue,
    )
    .option('--entry-before <time>', 'tasks with usage, a charge or a refund before then', timeValue)
    .addOption(new Option('--order <order>', 'by creation: newest or oldest first').choices(['desc', 'asc']))
    .option(
      '--expand <part,...>',
      `further parts in JSON: ${EXPANDABLE_PARTS.join(', ')}`,
      valuesOf(EXPANDABLE_PARTS),
    )
    .action(async (options) => {
      const { metadata, request, project, expand } = options;
      const drawn = !options.json && !options.jsonl;
      const query = {
        status: options.status,
        capability: options.capability,
        model: options.model,
        client_request_id: request,
        error_code: options.errorCode,
        callback_status: options.callbackStatus,
        project_id: project,
        api_key_id: options.keyId,
        without: options.without,
        needs: options.needs,
        created_after: options.createdAfter,
        created_before: options.createdBefore,
        completed_after: options.completedAfter,
        completed_before: options.completedBefore,
        entry_after: options.entryAfter,
        entry_before: options.entryBefore,
        order: options.order,
        // The table shows what a task cost.
        expand: drawn ? (['billing'] as const) : expand,
        metadata,
      };
      await showList(context, options, OPERATIONS.listTasks, { query }, drawTasks);
    });
