import type { LocalStack } from '@taskfold/local-state';
import type { Style } from '@taskfold/runtime';

export interface BannerFacts {
  readonly stack: LocalStack;
  /** Where logs are, as the reader would type it. */
  readonly logs: string;
  /** Seconds from the start until now. */
  readonly seconds: number;
  /** Tasks that an earlier run has left. */
  readonly earlierTasks: number;
  /** A task of the first tenant that can be asked for now. */
  readonly taskId: string | undefined;
  /** Whether the API serves the consoles, of tenants and of operators. */
  readonly hasConsole: boolean;
}

/** What came up, and what to do with it. Every command works when pasted. */
export function banner(facts: BannerFacts, style: Style): string[] {
  const { stack, logs, seconds, earlierTasks, taskId, hasConsole } = facts;
  const row = (name: string, value: string, note = '') =>
    `  ${style.faint(name.padEnd(11))} ${value}${note === '' ? '' : `  ${style.faint(note)}`}`;
  const database = new URL(stack.database_url);
  return [
    '',
    `${style.good('●')} ${style.strong('Taskfold is up')} ${style.faint(`after ${seconds.toFixed(1)} s`)}`,
    '',
    row('API', stack.api_url),
    ...(hasConsole ? [row('Console', consoleLink(stack), 'signs in as the first tenant')] : []),
    row('Admin', `${stack.admin_url}/readyz`, '/livez /metrics'),
    ...(hasConsole ? [row('Operators', operatorLink(stack), 'signs in as an operator')] : []),
    row(
      'PostgreSQL',
      `${database.host}${database.pathname}`,
      earlierTasks > 0 ? `${earlierTasks} tasks from before` : '',
    ),
    row('Kafka', stack.kafka_brokers, `publish to ${stack.topic_events}`),
    row('Logs', logs),
    '',
    row('Tenant', stack.tenant_id, `key ${stack.api_key}`),
    row('Tenant', stack.second_tenant_id, `key ${stack.second_api_key}`),
    '',
    ...ask(stack, taskId, style),
    '',
    style.faint('Tasks are followed below. Ctrl-C stops everything.'),
    '',
  ];
}

function ask(stack: LocalStack, taskId: string | undefined, style: Style): string[] {
  if (taskId !== undefined) {
    return [
      'Ask for a task:',
      '',
      `  ${style.strong(curlLine(stack, taskId))}`,
      `  ${style.strong(`npx taskfold tasks timeline ${taskId}`)}`,
    ];
  }
  const event = {
    specversion: '1.0',
    id: 'first',
    source: '/by/hand',
    type: 'task.created',
    time: new Date().toISOString(),
    subject: 'task_by_hand',
    tenantid: stack.tenant_id,
    data: { capability: 'chat.completion', model: 'any', input: { prompt: 'Hello' } },
  };
  return [
    'Publish an event, then ask for its task:',
    '',
    `  ${style.strong(`echo '${JSON.stringify(event)}' | npm run publish-events -- -`)}`,
    `  ${style.strong(curlLine(stack, event.subject))}`,
  ];
}

/** A command that shows the task, for any shell. */
function curlLine(stack: Pick<LocalStack, 'api_url' | 'api_key'>, taskId: string): string {
  return `curl -s -H 'Authorization: Bearer ${stack.api_key}' ${stack.api_url}/v1/tasks/${taskId}`;
}

/**
 * Signs in by one click: browsers send nothing of what stands behind `#`, and the console takes it out of the address at once.
 * Only that of this machine takes it, and the key is printed below as well.
 */
function consoleLink(stack: Pick<LocalStack, 'api_url' | 'api_key'>): string {
  return `${stack.api_url}/console/#key=${stack.api_key}`;
}

/** The same for the console of operators, on the admin port, which listens on this machine alone. */
function operatorLink(stack: Pick<LocalStack, 'admin_url' | 'operator_token'>): string {
  return `${stack.admin_url}/operator/console/#token=${encodeURIComponent(stack.operator_token)}`;
}
