import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import type pg from 'pg';

export type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

/** TypeScript declares it for browsers only. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
};

let loading: Promise<void> | undefined;

/** Prisma's schema engine on the connections of a pool. The caller calls `free` on it, then ends the pool. */
export async function openSchemaEngine(pool: pg.Pool): Promise<engine.SchemaEngine> {
  loading ??= load();
  await loading;
  const adapters = bindMigrationAwareSqlAdapterFactory(withWholeScripts(new PrismaPg(pool)));
  return await engine.SchemaEngine.new({ datamodels: undefined }, () => {}, adapters);
}

/** By hand, because importing the module that does it makes Node warn of an experimental feature. */
async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const bytes = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === 'function') start();
}

/**
 * Prisma's adapter cuts a script at every semicolon, also within comments, strings and function bodies. Here the server
 * gets it whole: it knows where statements end, and runs them as one transaction.
 */
function withWholeScripts(factory: PrismaPg): SqlMigrationAwareDriverAdapterFactory {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  };
  return factory;
}
