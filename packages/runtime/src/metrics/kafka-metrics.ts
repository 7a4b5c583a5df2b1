import { Gauge, type Registry } from 'prom-client';

/** Shows whether Kafka can be reached, under the same name in every service. @returns what is told after each look */
export function kafkaMetrics(registry: Registry): (isReachable: boolean) => void {
  const gauge = new Gauge({
    name: 'taskfold_kafka_reachable',
    help: 'Whether Kafka can be reached and lets this process in: 1 or 0.',
    registers: [registry],
  });
  return (isReachable) => gauge.set(isReachable ? 1 : 0);
}
