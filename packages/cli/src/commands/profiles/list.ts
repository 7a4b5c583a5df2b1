import { outside } from '../../output/fields.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { profilesPath, readProfiles } from '../../settings/profiles.ts';

interface Shown {
  readonly name: string;
  readonly api_url: string;
  readonly current: boolean;
}

const COLUMNS: readonly TableColumn<Shown>[] = [
  { name: '', cell: ({ current }, { style }) => (current ? style.good('●') : '') },
  { name: 'profile', cell: ({ name }) => outside(name) },
  { name: 'API', cell: ({ api_url }) => outside(api_url) },
];

export const listProfiles: CommandMaker = (context) =>
  outputCommand('list', 'List the profiles', {
    description: 'Lists the profiles that are stored on this machine, without their keys.',
    examples: [{ line: 'taskfold profiles list', says: 'Which profiles there are, and which is used.' }],
  }).action(async (options) => {
    const { current, profiles } = await readProfiles(profilesPath(context.env));
    const data = Object.entries(profiles).map(([name, { api_url }]) => ({
      name,
      api_url,
      current: name === current,
    }));
    context
      .output(options)
      .many({ data }, (view) => (data.length === 0 ? '' : drawTable(COLUMNS, data, view)));
    if (data.length === 0) context.note('There are none: "taskfold login" stores one.');
  });
