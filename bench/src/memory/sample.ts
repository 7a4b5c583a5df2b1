/** Bytes of our process at one moment. */
export interface Sample {
  readonly events: number;
  readonly resident: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  /** Buffers and the like, which V8 does not hold in its heap. */
  readonly external: number;
  /** What V8 has reserved for each of its spaces, by their names: `new`, `old`, `large_object`. */
  readonly spaces: ReadonlyMap<string, number>;
}

const SPACE = /^nodejs_heap_space_size_total_bytes\{.*space="(\w+)".*\} (\d+)$/gm;

/** What the metrics of a process on this machine say. @param events how many it had folded */
export async function takeSample(adminPort: number, events: number): Promise<Sample> {
  const text = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
  const value = (name: string) => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}{`));
    if (line === undefined) throw new Error(`the processor has no metric ${name}`);
    return Number(line.slice(line.lastIndexOf(' ') + 1));
  };
  return {
    events,
    resident: value('process_resident_memory_bytes'),
    heapUsed: value('nodejs_heap_size_used_bytes'),
    heapTotal: value('nodejs_heap_size_total_bytes'),
    external: value('nodejs_external_memory_bytes'),
    spaces: new Map([...text.matchAll(SPACE)].map(([, name = '', bytes]) => [name, Number(bytes)])),
  };
}
