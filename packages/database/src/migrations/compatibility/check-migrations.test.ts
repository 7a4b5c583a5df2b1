import { loadModule } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { checkMigrations, sha256 } from './check-migrations.ts';

beforeAll(() => loadModule());

const OLD = {
  name: '1_old',
  sql: `
    CREATE TABLE tasks (task_id text PRIMARY KEY, status text NOT NULL, hints varchar(20), percent integer DEFAULT 0,
      cost numeric(20, 4), CONSTRAINT tasks_status_check CHECK (status <> ''));
    CREATE INDEX tasks_status_idx ON tasks (status);
    CREATE UNIQUE INDEX tasks_hints_key ON tasks (hints);
    CREATE FUNCTION taskfold_prune() RETURNS void LANGUAGE sql AS 'DELETE FROM tasks';`,
};
const VERSION = '0.3.0';

function check(sql: string, name = '2_new') {
  return checkMigrations([OLD, { name, sql }], { [OLD.name]: sha256(OLD.sql) }, VERSION);
}

test.each([
  'CREATE TABLE notes (id int PRIMARY KEY); CREATE UNIQUE INDEX ON notes (id); ALTER TABLE notes DROP COLUMN id; DROP TABLE notes',
  'ALTER TABLE tasks ADD COLUMN more text',
  "ALTER TABLE tasks ADD COLUMN more text NOT NULL DEFAULT '' CHECK (more <> 'x')",
  'ALTER TABLE tasks ADD COLUMN more text; UPDATE tasks SET more = hints; ALTER TABLE tasks ALTER COLUMN more SET NOT NULL',
  'ALTER TABLE public.tasks ALTER COLUMN hints TYPE text',
  'ALTER TABLE tasks ALTER COLUMN hints TYPE varchar(40), ALTER COLUMN percent TYPE bigint, ALTER COLUMN cost TYPE numeric',
  'ALTER TABLE tasks ALTER COLUMN percent SET DEFAULT 1, ALTER COLUMN hints SET STORAGE MAIN',
  'CREATE INDEX ON tasks (percent)',
  'DROP INDEX tasks_status_idx',
  'ALTER TABLE tasks DROP CONSTRAINT tasks_status_check',
  "CREATE FUNCTION taskfold_more() RETURNS void LANGUAGE sql AS 'SELECT'; COMMENT ON TABLE tasks IS 'x'; SELECT count(*) FROM tasks",
  "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'a') THEN GRANT SELECT ON tasks TO a; END IF; END $$",
  'CREATE VIEW running AS SELECT * FROM tasks',
  "CREATE FUNCTION taskfold_more() RETURNS void LANGUAGE sql AS 'SELECT'; REVOKE ALL ON FUNCTION taskfold_more() FROM PUBLIC",
])('older versions can live with: %s', (sql) => {
  expect(check(sql)).toEqual({ faults: [], trusted: [], checked: 1 });
});

test.each([
  ['ALTER TABLE tasks DROP COLUMN hints', 'tasks: the column hints goes'],
  ['ALTER TABLE tasks RENAME COLUMN hints TO tips', 'tasks.hints becomes tips'],
  ['ALTER TABLE tasks RENAME TO jobs', 'tasks becomes jobs'],
  ['DROP TABLE tasks', 'the table tasks goes'],
  ['DROP FUNCTION taskfold_prune()', 'the function taskfold_prune goes'],
  ['ALTER TABLE tasks ADD COLUMN more text NOT NULL', 'more must not be empty and has no default'],
  ['ALTER TABLE tasks ADD COLUMN more int DEFAULT 1 UNIQUE', 'more has one default for all rows'],
  ['ALTER TABLE tasks ADD COLUMN more int CHECK (more < percent)', 'the CHECK of more is about columns'],
  ['ALTER TABLE tasks ALTER COLUMN hints SET NOT NULL', 'hints must not be empty any more'],
  ['ALTER TABLE tasks ALTER COLUMN status DROP NOT NULL', 'status may be empty'],
  ['ALTER TABLE tasks ALTER COLUMN percent DROP DEFAULT', 'the default of percent goes'],
  ['ALTER TABLE tasks ALTER COLUMN percent TYPE smallint', 'percent gets a type'],
  ['ALTER TABLE tasks ALTER COLUMN hints TYPE varchar(10)', 'hints gets a type'],
  ['ALTER TABLE tasks ALTER COLUMN cost TYPE numeric(20, 2)', 'cost gets a type'],
  ['ALTER TABLE tasks ALTER COLUMN status TYPE text[] USING ARRAY[status]', 'status gets a type'],
  [
    'ALTER TABLE tasks ADD CONSTRAINT short CHECK (length(hints) < 5) NOT VALID',
    'the constraint short is asked',
  ],
  ['ALTER TABLE tasks DROP CONSTRAINT tasks_pkey', 'the constraint tasks_pkey goes'],
  ['CREATE UNIQUE INDEX tasks_status_key ON tasks (status)', 'tasks_status_key refuses rows'],
  ['DROP INDEX tasks_hints_key', 'the index tasks_hints_key goes'],
  ['REVOKE UPDATE ON tasks FROM taskfold_api', 'a right goes'],
  ['REVOKE ALL ON FUNCTION taskfold_prune() FROM PUBLIC', 'a right goes'],
  [
    "CREATE FUNCTION taskfold_more() RETURNS void LANGUAGE sql AS 'SELECT'; REVOKE ALL ON FUNCTION taskfold_more(), taskfold_prune() FROM PUBLIC",
    'a right goes',
  ],
  [
    "CREATE FUNCTION taskfold_more() RETURNS void LANGUAGE sql AS 'SELECT'; REVOKE ALL ON FUNCTION taskfold_more() FROM PUBLIC, a",
    'a right goes',
  ],
  ['ALTER TABLE tasks ENABLE ROW LEVEL SECURITY', 'EnableRowSecurity is not among'],
  ["CREATE OR REPLACE FUNCTION taskfold_prune() RETURNS void LANGUAGE sql AS 'SELECT'", 'gets another body'],
  ['CREATE TRIGGER t BEFORE INSERT ON tasks EXECUTE FUNCTION taskfold_prune()', 'the trigger t also runs'],
  ["UPDATE tasks SET status = 'x'", 'rows change under versions'],
  ['TRUNCATE tasks', 'Truncate is not among'],
  ['SELECT taskfold_prune()', 'taskfold_prune is called'],
  ["DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'tasks'); END $$", 'this block is built while it runs'],
  ['DO $$ BEGIN IF true THEN DROP TABLE tasks; END IF; END $$', 'the table tasks goes'],
])('older versions cannot live with: %s', (sql, fault) => {
  const { faults } = check(`\n-- Wörter.\n${sql};`);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(`prisma/migrations/2_new/migration.sql:3: `);
  expect(faults[0]).toContain(fault);
});

const DROP = 'ALTER TABLE tasks DROP COLUMN hints';
const declared = (migration: string, version: string) =>
  `INSERT INTO contract_steps VALUES ('${migration}', '${version}', 'hints'); ${DROP};`;

test('a contract step names itself and the release that stopped using what it takes away, and passes', () => {
  expect(check(declared('2_new', '0.2.0')).faults).toEqual([]);
  expect(check(declared('3_other', '0.2.0')).faults).toEqual([
    expect.stringContaining('names 3_other and not this'),
  ]);
  expect(check(declared('2_new', 'soon')).faults).toEqual([expect.stringContaining('wants a version')]);
  // Nobody could go back past it.
  expect(check(declared('2_new', VERSION)).faults).toEqual([
    expect.stringContaining('only a release that is out'),
  ]);
});

test('what an author vouches for in a comment passes, is printed, and counts for that statement alone', () => {
  const { faults, trusted } = check(`
    SELECT 1;
    -- Older versions live with this: they never write a percent of their own.
    ALTER TABLE tasks ALTER COLUMN percent SET NOT NULL;
    ${DROP};`);
  expect(trusted).toEqual([
    'prisma/migrations/2_new/migration.sql:4: they never write a percent of their own.',
  ]);
  expect(faults).toEqual([expect.stringMatching(/:5: tasks: the column hints goes/)]);
  expect(check(`-- Older versions live with this:\n${DROP}`).faults).toHaveLength(1);
});

test('a released migration is neither edited nor taken away, and is not judged again', () => {
  const released = { [OLD.name]: sha256('CREATE TABLE tasks ()'), '0_gone': sha256('') };
  expect(checkMigrations([OLD], released, VERSION).faults).toEqual([
    expect.stringContaining('0_gone/migration.sql: it was released, and is gone'),
    expect.stringContaining('1_old/migration.sql: it was released, and is edited'),
  ]);
  const harmful = { name: '2_new', sql: DROP };
  const both = { [OLD.name]: sha256(OLD.sql), [harmful.name]: sha256(harmful.sql) };
  expect(checkMigrations([OLD, harmful], both, VERSION)).toEqual({ faults: [], trusted: [], checked: 0 });
});
