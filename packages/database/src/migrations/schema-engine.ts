import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

const LOADING = Symbol.for('taskfold.schema-engine');

export type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

/** TypeScript declares it for browsers only. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
};

/**
 * One for the process, however often this module is loaded, as by tests that load modules anew: what Prisma brings is one as well, and a
 * second instance would be called by what the first has left waiting.
 */
const loaded = globalThis as typeof globalThis & { [LOADING]?: Promise<void> };

/** Prisma's schema engine on connections of an adapter. The caller calls `free` on it. */
export async function openSchemaEngine(
  adapters: SqlMigrationAwareDriverAdapterFactory,
): Promise<engine.SchemaEngine> {
  loaded[LOADING] ??= load();
  await loaded[LOADING];
  const bound = bindMigrationAwareSqlAdapterFactory(adapters);
  return await engine.SchemaEngine.new({ datamodels: undefined }, () => {}, bound);
}

/** By hand, because importing the module that does it makes Node warn of an experimental feature. */
async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const bytes = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': withIdleTimers() });
  engine.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === 'function') start();
}

/** The engine leaves a timer of ten seconds behind, which is not to keep a command that has ended. */
function withIdleTimers(): Readonly<Record<string, object>> {
  const timers = Object.keys(engine).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const idle = (work: () => void, ms: number) => setTimeout(work, ms >>> 0).unref();
  return { ...engine, ...Object.fromEntries(timers.map((name) => [name, idle])) };
}
