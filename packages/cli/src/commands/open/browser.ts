import { spawn } from 'node:child_process';

/** The program that shows an address to a person, and its first arguments; `undefined` where no browser can be had. */
export function browserCommand(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): readonly string[] | undefined {
  if (env.BROWSER) return [env.BROWSER];
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** @returns whether the program was started */
export async function openInBrowser(
  [program = '', ...args]: readonly string[],
  url: string,
): Promise<boolean> {
  // No shell comes between: whatever stands in the address is an address.
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  return await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
