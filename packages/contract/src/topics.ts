const KIB = 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface TopicSettings {
  readonly name: string;
  readonly key: string;
  readonly description: string;
  readonly config: Readonly<Record<string, string>>;
}

/** The three topics by their default names, and the settings that they are created with. */
export const TOPICS = {
  events: {
    name: 'task.events',
    key: 'The id of the task: the subject of the event.',
    description:
      'What happened to tasks, from any producer. It is kept for ever, so that a rebuild can replay it.',
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'message.timestamp.type': 'LogAppendTime',
      'max.message.bytes': String(2 * KIB * KIB),
    },
  },
  updates: {
    name: 'task.updates',
    key: 'The tenant and the task: `<tenantid>/<task_id>`.',
    description: 'The newest state of every task that changed.',
    config: {
      'cleanup.policy': 'compact',
      'max.compaction.lag.ms': String(7 * DAY_MS),
      'max.message.bytes': String(8 * KIB * KIB),
    },
  },
  dead: {
    name: 'task.events.dead',
    key: 'The key that the record came with.',
    description: 'Records that can never fold, byte for byte as they came.',
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(30 * DAY_MS),
      'max.message.bytes': String(8 * KIB * KIB),
    },
  },
} as const satisfies Record<string, TopicSettings>;
