import { beforeAll, expect, it } from 'vitest';
import { consoleSystem, manyTasks } from './harness/index.ts';

const system = consoleSystem();
beforeAll(() => system.tell(manyTasks(20)));

it('keeps filters and columns by name, in this browser, and nothing else', async () => {
  const window = await system.signedIn('/tasks?status=failed&model=mover-3');
  const { page } = window;
  const views = page.locator('.views-button');
  /** Shows a column, or hides it; the focus is back at the button afterwards. */
  const showColumn = async (name: string, on: boolean) => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name }).setChecked(on);
    await page.keyboard.press('Escape');
    await page.locator('button:focus', { hasText: 'Columns' }).waitFor();
  };
  await page.locator('[data-task]').first().waitFor();
  await showColumn('Took', false);

  // All of it by keyboard: the menu, the name, the choice.
  await views.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Save these filters and columns…' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Save a view' }).waitFor();
  await page.keyboard.type('Films that failed');
  await page.keyboard.press('Enter');
  await views.getByText('Films that failed').waitFor();
  // The item of the menu that opened the dialog is gone; the focus is back at the menu's button.
  await page.locator('.views-button:focus').waitFor();

  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.waitForURL((url) => url.search === '');
  await views.getByText('Views').waitFor();
  await showColumn('Took', true);
  await page.getByRole('columnheader', { name: 'Took' }).waitFor();

  await views.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Films that failed' }).waitFor();
  expect(await window.axeInBothColours('views')).toEqual([]);
  await page.keyboard.press('Enter');
  await page.waitForURL(/status=failed.*model=mover-3|model=mover-3.*status=failed/);
  await views.getByText('Films that failed').waitFor();
  expect(await page.getByRole('columnheader', { name: 'Took' }).count()).toBe(0);

  // Another tab has it as well, and what it does is seen here.
  const other = await page.context().newPage();
  await other.goto(`${system.url}/console/tasks#key=${system.owner}`);
  await other.locator('.views-button').click();
  await other.getByRole('menuitem', { name: 'Rename or delete…' }).click();
  const name = other.getByRole('textbox', { name: 'Name of Films that failed' });
  await name.fill('Failed films');
  await name.press('Enter');
  await views.getByText('Failed films').waitFor();
  await other.getByRole('button', { name: 'Delete Failed films' }).click();
  await other.getByText('There is none.').waitFor();
  await views.getByText('Views').waitFor();
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('sk-');
});
