import { EVENT_TYPES } from '../events/types.ts';
import { TOPICS, type TopicSettings } from '../topics.ts';
import {
  CONTENT_MODES,
  deadLetterMessage,
  eventMessages,
  type MessageObject,
  messageName,
  messageSchemas,
  updateMessage,
} from './messages.ts';
import type { JsonSchema } from './walk.ts';

const BINDING_VERSION = '0.5.0';

/** The AsyncAPI 3 document of the three topics, as seen by the system: it receives events and sends the rest. */
export function asyncApiDocument(version: string): JsonSchema {
  const messages: Record<string, MessageObject> = {
    ...eventMessages(),
    TaskUpdated: updateMessage(),
    DeadLetter: deadLetterMessage(),
  };
  const fromProducers = EVENT_TYPES.flatMap((type) => CONTENT_MODES.map((mode) => messageName(type, mode)));
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Taskfold events',
      version,
      description:
        'What producers publish about asynchronous tasks, and what consumers get when a task changes. Who may write to the events topic speaks for every tenant: restrict it by the ACLs of the broker.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      contact: { name: 'The operators of this installation', url: 'https://example.com' },
      tags: [{ name: 'tasks', description: 'Asynchronous tasks.' }],
    },
    id: 'urn:taskfold:events',
    defaultContentType: 'application/json',
    servers: {
      broker: {
        host: '{brokers}',
        protocol: 'kafka',
        description: 'The Kafka cluster of this installation.',
        variables: {
          brokers: { default: 'localhost:9092', description: 'A broker to begin with (KAFKA_BROKERS).' },
        },
      },
    },
    channels: {
      events: channel(TOPICS.events, fromProducers),
      updates: channel(TOPICS.updates, ['TaskUpdated']),
      dead: channel(TOPICS.dead, ['DeadLetter']),
    },
    operations: {
      foldEvents: {
        action: 'receive',
        summary: 'Events become tasks.',
        channel: { $ref: '#/channels/events' },
        bindings: {
          kafka: {
            groupId: { type: 'string', const: 'taskfold-processor' },
            bindingVersion: BINDING_VERSION,
          },
        },
      },
      publishUpdates: {
        action: 'send',
        summary: 'Consumers learn the newest state of each task that changed.',
        channel: { $ref: '#/channels/updates' },
      },
      publishDeadLetters: {
        action: 'send',
        summary: 'Operators see what could not be folded.',
        channel: { $ref: '#/channels/dead' },
      },
    },
    components: { messages, schemas: titled(messageSchemas()) },
  };
}

function channel({ name, description, config }: TopicSettings, messages: readonly string[]) {
  return {
    address: name,
    description,
    messages: Object.fromEntries(
      messages.map((message) => [message, { $ref: `#/components/messages/${message}` }]),
    ),
    bindings: {
      kafka: { topic: name, topicConfiguration: topicConfiguration(config), bindingVersion: BINDING_VERSION },
    },
  };
}

// The binding wants a list of policies, and numbers where Kafka takes text.
function topicConfiguration(config: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      key === 'cleanup.policy' ? [value] : /^-?\d+$/.test(value) ? Number(value) : value,
    ]),
  );
}

/** With titles, by which generators name them. */
function titled(schemas: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, { title: name, ...schema }]),
  );
}
