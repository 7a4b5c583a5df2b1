import { CommandFailure } from '../../outcome/command-failure.ts';
import { type CommandMaker, command } from '../../program/command.ts';
import { profilesPath, readProfiles, writeProfiles } from '../../settings/profiles.ts';

export const useProfile: CommandMaker = (context) =>
  command('use', 'Use another profile from now on', {
    examples: [{ line: 'taskfold profiles use north', says: 'Use the profile north from now on.' }],
  })
    .argument('<name>', 'the name of the profile')
    .action(async (name) => {
      const path = profilesPath(context.env);
      const { profiles } = await readProfiles(path);
      if (!Object.hasOwn(profiles, name))
        throw new CommandFailure('not_found', `There is no profile ${name}.`);
      await writeProfiles(path, { current: name, profiles });
      context.note(`The profile ${name} is used from now on.`);
    });
