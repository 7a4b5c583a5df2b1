import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { openSchemaEngine } from '../schema-engine.ts';

export const SCHEMA_FILE = new URL('../../../../../prisma/schema.prisma', import.meta.url);

/** What would have to be done to a database until it was as `schema.prisma` says, in Prisma's words; empty where it is. */
export async function schemaDifference(url: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const engine = await openSchemaEngine(describingCatalogs(pool));
  try {
    const files = [{ path: 'schema.prisma', content: await readFile(SCHEMA_FILE, 'utf8') }];
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '/' },
      to: { tag: 'schemaDatamodel', files },
      script: false,
      exitCode: true,
      filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    engine.free();
    await pool.end();
  }
}

const CHAR = 18;
const BPCHAR = 1042;

/** PostgreSQL's catalogs have a type "char", which Prisma's engine asks for and Prisma's adapter does not know. */
function describingCatalogs(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const query: (config: pg.QueryConfig) => Promise<pg.QueryResult> = pool.query.bind(pool);
  const chars = new Set<string>();
  Object.assign(pool, {
    async query(config: pg.QueryConfig) {
      const result = await query(config);
      for (const field of result.fields) {
        if (field.dataTypeID !== CHAR) continue;
        field.dataTypeID = BPCHAR;
        chars.add(field.name);
      }
      return result;
    },
  });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (input) => {
      const result = await queryRaw(input);
      const columnTypes = result.columnTypes.map((type, index) =>
        chars.has(result.columnNames[index] ?? '') ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  };
  return factory;
}
