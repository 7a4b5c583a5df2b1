import { renderTask, type VisibleTask } from '@taskfold/fold';

/** As long as somebody keeps the view, such as the reader's cache. */
const rendered = new WeakMap<VisibleTask, string>();

/** The envelope of a task. A view that is answered with again, as of a task that is polled, is rendered once. */
export function renderOnce(view: VisibleTask): string {
  const known = rendered.get(view);
  if (known !== undefined) return known;
  const text = renderTask(view);
  rendered.set(view, text);
  return text;
}
