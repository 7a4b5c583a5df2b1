/**
 * Makes one question of many that are asked at about the same time: who asks while one is under way shares the next with all
 * others, so that no answer is older than its question.
 */
export function together<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<unknown> | undefined;
  let next: Promise<Answer> | undefined;

  async function askAfter(before: Promise<unknown> | undefined): Promise<Answer> {
    await before?.catch(() => {});
    next = undefined;
    return await ask();
  }

  return () => {
    if (next === undefined) {
      next = askAfter(underWay);
      underWay = next;
    }
    return next;
  };
}
