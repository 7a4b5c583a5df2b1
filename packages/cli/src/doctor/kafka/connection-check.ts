import { faultOfClient } from '@taskfold/kafka';
import { type Check, fail, warn, when } from '../check.ts';
import { isLocalHost } from '../local-host.ts';
import { configOf, type Settings } from '../settings.ts';
import type { ExaminedKafka } from './open-kafka.ts';

/** Whether the brokers, and those that they name, let us in. */
export function kafkaConnectionCheck(settings: Settings, cluster: () => ExaminedKafka): Check {
  return {
    id: 'kafka.connection',
    title: 'Kafka lets us in',
    page: 'docs/operations/kafka.md#when-it-cannot-be-reached',
    needs: ['configuration.kafka'],
    async examine() {
      const {
        KAFKA_BROKERS: brokers,
        KAFKA_TLS: tls,
        KAFKA_SASL_MECHANISM: mechanism,
      } = configOf(settings.kafka);
      const fault = await faultOfClient(cluster().client);
      if (fault !== null) {
        return {
          summary: `not at ${brokers}`,
          findings: [
            fail(fault, 'Mend what the sentence names; every one of them is explained on the page.'),
          ],
        };
      }
      const count = await cluster().view.brokerCount();
      const remote = brokers.split(',').find((broker) => !isLocalHost(broker.trim().replace(/:\d+$/, '')));
      return {
        summary: `${count} ${count === 1 ? 'broker' : 'brokers'}, ${tls ? 'TLS' : 'no TLS'}, ${mechanism ?? 'no password'}`,
        values: { brokers: count, tls, sasl: mechanism ?? null },
        findings: when(!tls && remote !== undefined, () =>
          warn(
            `What is sent to Kafka at ${remote?.trim()} is not encrypted.`,
            'Use the listener with TLS: KAFKA_TLS=true, and KAFKA_TLS_CA_FILE where its authority is not a public one.',
          ),
        ),
      };
    },
  };
}
