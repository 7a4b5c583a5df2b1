// Makes the pictures of the console that the documentation shows: `npm run console:pictures`.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openChromium } from '@taskfold/local-servers/testing/chromium';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { ROOT } from '../../harness/root.ts';
import { startSystem } from '../../harness/system.ts';
import { openConsole } from '../harness/console-page.ts';
import { startConsoleServices } from '../harness/console-services.ts';
import { createConsoleTenant } from '../harness/console-tenant.ts';
import { imageTask } from '../harness/seed.ts';
import { shopTasks } from './shop-tasks.ts';

const FOLDER = join(ROOT, 'docs/images');
const LARGEST_BYTES = 150_000;
const TASK = 'img_lighthouse';

interface Picture extends BrowserContextOptions {
  readonly name: string;
  readonly path: string;
  /** What is seen when the page is whole. */
  readonly whole: string;
}

const PICTURES: readonly Picture[] = [
  {
    name: 'console-tasks',
    path: '/tasks',
    whole: '[data-task]',
    viewport: { width: 1360, height: 700 },
  },
  {
    name: 'console-task',
    path: `/tasks/${TASK}`,
    whole: 'text=task.billing_settled',
    viewport: { width: 1360, height: 1157 },
  },
  {
    name: 'console-task-dark',
    path: `/tasks/${TASK}`,
    whole: 'text=task.billing_settled',
    colorScheme: 'dark',
    viewport: { width: 1360, height: 1157 },
  },
  {
    name: 'console-phone',
    path: `/tasks/${TASK}`,
    whole: 'text=task.billing_settled',
    isMobile: true,
    deviceScaleFactor: 2,
    viewport: { width: 390, height: 844 },
  },
];

/** A smaller file of the same picture, made by the browser. @param png in base64 */
async function asWebp(browser: Browser, png: string): Promise<Buffer> {
  const page = await browser.newPage();
  const webp = await page.evaluate<string>(`(async () => {
    const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,${png}')).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    const bytes = await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.86 })).bytes();
    return bytes.toBase64();
  })()`);
  await page.close();
  return Buffer.from(webp, 'base64');
}

const receiver = createServer((request, response) => {
  request.resume();
  response.writeHead(204).end();
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');
const callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
const system = await startSystem();
try {
  const services = await startConsoleServices(system.env);
  const place = { url: services.url, databaseUrl: system.databaseUrl, processing: services.processing };
  const tenant = await createConsoleTenant(place);
  await tenant.tell(shopTasks(60, callbackUrl));
  await tenant.tell(imageTask(TASK, callbackUrl));
  const browser = await openChromium();
  for (const { name, path, whole, ...options } of PICTURES) {
    const { page } = await openConsole(browser, options);
    await page.goto(`${services.url}/console${path}#key=${tenant.owner}`);
    await page.locator(whole).first().waitFor();
    await page.getByText('delivered').first().waitFor();
    const webp = await asWebp(browser, (await page.screenshot()).toString('base64'));
    if (webp.length > LARGEST_BYTES) throw new Error(`${name} has ${webp.length} bytes: show less in it`);
    await writeFile(join(FOLDER, `${name}.webp`), webp);
    process.stdout.write(`docs/images/${name}.webp ${Math.round(webp.length / 1000)} kB\n`);
    await page.context().close();
  }
  await browser.close();
  await tenant.close();
  await services.close();
} finally {
  await system.stop();
  receiver.close();
}
