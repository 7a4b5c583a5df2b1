import type { z } from 'zod';
import { taskList, taskSummary } from '../envelope/summary.ts';
import { taskEnvelope } from '../envelope/task.ts';
import { apiErrorBody, operatorErrorBody } from '../errors.ts';
import {
  ledgerEntry,
  ledgerEntryPage,
  logPlace,
  taskCount,
  taskCountList,
  taskUpdatesPage,
  timelineEvent,
  timelinePage,
  usageList,
  usageRecord,
  usageRecordPage,
  usageRow,
} from '../http/answers.ts';
import type { Operation } from '../http/operation.ts';
import {
  callbackAttempt,
  callbackAttemptsPage,
  callbackRedelivery,
  callbackSecret,
  callbackSecretList,
  newCallbackSecret,
} from '../http/operations/callbacks.ts';
import { apiKey, apiKeyList, newApiKey } from '../http/operations/keys.ts';
import { me } from '../http/operations/me.ts';
import { describedDocument } from '../http/operations/meta.ts';
import { auditEntry } from '../http/operations/operator/audit.ts';
import { callbackBreaker, callbackHost } from '../http/operations/operator/callbacks.ts';
import {
  deadLetter,
  deadLetterAct,
  deadLetterSummary,
  deadRecord,
} from '../http/operations/operator/dead-letters.ts';
import { setting } from '../http/operations/operator/settings.ts';
import { halt, misplacedSource, partition, rebuild, relay } from '../http/operations/operator/standing.ts';
import { tenant } from '../http/operations/operator/tenants.ts';
import { readToken, readTokenFilter, tokenFilter } from '../http/operations/tokens.ts';
import { eventReceipt, eventReceipts, postedEvent, refusal } from '../http/operations/writes.ts';
import { EVENT_PARTS, pascal, type SchemaNames, TASK_PARTS } from './names.ts';
import { withNumberFormats } from './openapi-numbers.ts';
import { namedSchemas, reachable } from './schema-book.ts';
import type { JsonSchema } from './walk.ts';
import { webhookBody, webhookHeader, webhookTask } from './webhook-body.ts';

const URI = '#/components/schemas/';

const SHARED: SchemaNames = new Map<z.ZodType, string>([
  ...TASK_PARTS,
  ...EVENT_PARTS,
  [apiKey, 'ApiKey'],
  // Not `New…`: in Go that is the constructor of the other.
  [newApiKey, 'CreatedApiKey'],
  [callbackSecret, 'CallbackSecret'],
  [newCallbackSecret, 'CreatedCallbackSecret'],
  [callbackSecretList, 'CallbackSecretList'],
]);

/** The names of the tenants' document. */
export const TENANT_NAMES: SchemaNames = new Map<z.ZodType, string>([
  ...SHARED,
  [taskEnvelope, 'Task'],
  [taskSummary, 'TaskSummary'],
  [taskList, 'TaskList'],
  [timelineEvent, 'TaskEvent'],
  [timelinePage, 'TaskEventList'],
  [logPlace, 'LogPlace'],
  [usageRecord, 'UsageRecord'],
  [usageRecordPage, 'UsageRecordList'],
  [ledgerEntry, 'LedgerEntry'],
  [ledgerEntryPage, 'LedgerEntryList'],
  [taskUpdatesPage, 'TaskUpdateList'],
  [taskCount, 'TaskCount'],
  [taskCountList, 'TaskCountList'],
  [usageRow, 'UsageRow'],
  [usageList, 'UsageList'],
  [postedEvent, 'PostedEvent'],
  [eventReceipt, 'EventReceipt'],
  [refusal, 'EventRefusal'],
  [eventReceipts, 'EventReceiptList'],
  [apiKeyList, 'ApiKeyList'],
  [me, 'Me'],
  [readToken, 'ReadToken'],
  [readTokenFilter, 'ReadTokenFilter'],
  [tokenFilter, 'TokenFilter'],
  [callbackAttempt, 'CallbackAttempt'],
  [callbackAttemptsPage, 'CallbackAttemptList'],
  [callbackRedelivery, 'CallbackRedelivery'],
  [webhookHeader, 'CallbackHeader'],
  [webhookBody, 'CallbackBody'],
  [webhookTask, 'CallbackTask'],
  [describedDocument, 'Document'],
  [apiErrorBody, 'Error'],
  [apiErrorBody.shape.error, 'ErrorDetail'],
]);

/** The names of the operators' document. */
export const OPERATOR_NAMES: SchemaNames = new Map<z.ZodType, string>([
  ...SHARED,
  [partition, 'Partition'],
  [halt, 'Halt'],
  [relay, 'Relay'],
  [rebuild, 'Rebuild'],
  [misplacedSource, 'MisplacedSource'],
  [callbackHost, 'CallbackHost'],
  [callbackBreaker, 'CallbackBreaker'],
  [auditEntry, 'AuditEntry'],
  [setting, 'Setting'],
  [deadLetterSummary, 'DeadLetterSummary'],
  [deadLetter, 'DeadLetter'],
  [deadLetterAct, 'DeadLetterAct'],
  [deadRecord, 'DeadRecord'],
  [tenant, 'Tenant'],
  [operatorErrorBody, 'Error'],
  [operatorErrorBody.shape.error, 'ErrorDetail'],
]);

/** The schemas of one document. Bodies and answers that have no name get one by their operation: `CreateKeyBody`. */
export interface ComponentSchemas {
  /** A reference to the schema of a body or an answer. */
  ref(schema: z.ZodType): JsonSchema;
  /** Those that the rest of the document refers to, by name. */
  components(rest: unknown): Record<string, JsonSchema>;
}

export function componentSchemas(names: SchemaNames, operations: readonly Operation[]): ComponentSchemas {
  const all = new Map(names);
  for (const operation of operations) {
    for (const [schema, name] of unnamed(operation)) if (!all.has(schema)) all.set(schema, name);
  }
  const schemas = Object.fromEntries(
    Object.entries(namedSchemas(all, URI)).map(([name, schema]) => [name, withNumberFormats(schema)]),
  );
  return {
    ref: (schema) => ({ $ref: `${URI}${all.get(schema) ?? ''}` }),
    components: (rest) => reachable(schemas, URI, [rest, { $ref: `${URI}Error` }]),
  };
}

function unnamed({ id, body, answers }: Operation): readonly (readonly [z.ZodType, string])[] {
  const sent = Object.values(body?.content ?? {});
  return [
    ...sent.map(({ schema }, index) => [schema, `${pascal(id)}${MEDIA[index] ?? ''}Body`] as const),
    ...Object.values(answers).flatMap(({ content = {} }) =>
      Object.entries(content).map(
        ([type, { schema }]) =>
          [schema, `${pascal(id)}${type === 'text/event-stream' ? 'Message' : 'Answer'}`] as const,
      ),
    ),
  ];
}

/** What tells the bodies of one operation apart. */
const MEDIA = ['', 'Batch', 'Json'];
