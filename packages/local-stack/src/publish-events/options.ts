import { parseArgs } from 'node:util';
import { messageOf } from '@taskfold/runtime';

export interface PublishOptions {
  /** `-` is standard input. */
  readonly file: string;
  readonly brokers: string | undefined;
  readonly topic: string | undefined;
  readonly strict: boolean;
}

export type PublishCommand =
  | { readonly kind: 'publish'; readonly options: PublishOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string };

export const PUBLISH_HELP = `Usage: npm run publish-events -- FILE [OPTION]...

Publishes CloudEvents to Kafka from FILE, or from standard input where FILE is "-": one JSON object a line, in structured
mode. Each is checked first; a line that is no event is reported with its number and left out.

  --brokers HOST:PORT,...  Kafka (default: KAFKA_BROKERS, else the running local stack)
  --topic NAME             topic (default: TOPIC_EVENTS, else that of the local stack, else task.events)
  --strict                 publish nothing unless every line is an event
  --help                   show this

Kafka may want TLS or a password: KAFKA_TLS and others, as docs/operations/kafka.md says.

Exit code: 0 when all were published, 1 when a line was left out or a file or Kafka failed, 2 for wrong arguments, 130 after Ctrl-C.
`;

/** Never throws: what is wrong with the arguments is a result. */
export function parsePublishArguments(args: readonly string[]): PublishCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        brokers: { type: 'string' },
        topic: { type: 'string' },
        strict: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    const [file, ...others] = positionals;
    if (file === undefined) return { kind: 'invalid', problem: 'Which file? Use - for standard input.' };
    if (others.length > 0)
      return { kind: 'invalid', problem: `One file at a time, not ${positionals.join(' ')}.` };
    const { brokers, topic, strict = false } = values;
    return { kind: 'publish', options: { file, brokers, topic, strict } };
  } catch (error) {
    return { kind: 'invalid', problem: messageOf(error) };
  }
}
