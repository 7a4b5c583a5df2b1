import { useEffect, useRef, useState } from 'react';
import type { Partition } from '../ask/operations.ts';
import { type Rates, ratesOf, type Samples, withSamples } from './rates.ts';

/** How fast each partition goes, from the answers that came while the page is open. */
export function useRates(
  partitions: readonly Partition[] | undefined,
  answeredAt: number,
): (partition: number) => Rates | null {
  const [samples, setSamples] = useState<Samples>(new Map());
  const seen = useRef(0);
  useEffect(() => {
    if (partitions === undefined || answeredAt === seen.current) return;
    seen.current = answeredAt;
    setSamples((held) => withSamples(held, partitions, answeredAt));
  }, [partitions, answeredAt]);
  return (partition) => ratesOf(samples.get(partition) ?? []);
}
