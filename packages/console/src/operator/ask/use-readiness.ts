import { useQuery } from '@tanstack/react-query';

/** What the API process says of something that it needs. */
interface ReadinessCheck {
  readonly ok: boolean;
  readonly reason: string;
}

export type Readiness = Readonly<Record<string, ReadinessCheck>>;

const EVERY_MS = 2000;
const TIME_LIMIT_MS = 5000;

/** What the API process that answers says of itself, asked again every two seconds; null before it has answered. */
export function useReadiness(): Readiness | null {
  const { data } = useQuery({
    queryKey: ['readiness'],
    async queryFn({ signal }): Promise<Readiness> {
      const limit = AbortSignal.timeout(TIME_LIMIT_MS);
      const answer = await fetch('/readyz', { signal: AbortSignal.any([signal, limit]), cache: 'no-store' });
      // 503 where it is not ready: that is an answer, too.
      const { checks }: { readonly checks: Readiness } = await answer.json();
      return checks;
    },
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
    retry: false,
  });
  return data ?? null;
}
