import { CommandFailure } from '../../outcome/command-failure.ts';
import { type CommandMaker, command } from '../../program/command.ts';
import { profilesPath, readProfiles, writeProfiles } from '../../settings/profiles.ts';

export const logout: CommandMaker = (context) =>
  command('logout', 'Forget a profile', {
    description:
      'Removes a profile and its key from this machine. The key itself lives on: "taskfold keys revoke" ends it.',
    examples: [{ line: 'taskfold logout --profile north', says: 'Forget the profile north.' }],
  })
    .option('--profile <name>', 'the name of the profile; the current one where nothing is said')
    .action(async (options) => {
      const path = profilesPath(context.env);
      const { current, profiles } = await readProfiles(path);
      const name = options.profile ?? current;
      if (name === null || !Object.hasOwn(profiles, name)) {
        throw new CommandFailure(
          'not_found',
          name === null ? 'There is no profile.' : `There is no profile ${name}.`,
        );
      }
      const { [name]: _, ...others } = profiles;
      await writeProfiles(path, { current: current === name ? null : current, profiles: others });
      context.note(`The profile ${name} is forgotten.`);
    });
