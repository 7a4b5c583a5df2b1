import { TOPICS } from '@taskfold/contract';
import { DATABASE_VARIABLES } from '@taskfold/database';
import { checkKafkaVariables, OPTIONAL_KAFKA_VARIABLES, PARTITIONERS } from '@taskfold/kafka';
import { z } from 'zod';

/** What the command reads from its environment: the processor's variables, of the same meaning. */
export const deadLettersConfigSchema = z
  .object({
    ...DATABASE_VARIABLES,
    ...OPTIONAL_KAFKA_VARIABLES,
    KAFKA_BROKERS: OPTIONAL_KAFKA_VARIABLES.KAFKA_BROKERS.meta({
      description: 'Kafka, as host:port,host:port; only redrive needs it.',
    }),
    TOPIC_EVENTS: z
      .string()
      .min(1)
      .default(TOPICS.events.name)
      .meta({ description: 'Topic that redrive publishes to.' }),
    PARTITIONER: z
      .enum(PARTITIONERS)
      .default('murmur2')
      .meta({ description: 'How redrive chooses a partition from a key, as the processor has it.' }),
  })
  .check(checkKafkaVariables);
