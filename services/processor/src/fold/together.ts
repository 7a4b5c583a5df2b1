/**
 * Makes one question of many that are asked at about the same time: who asks while one is under way shares the next with all
 * others, so that no answer is older than its question. Where the one under way fails, so do they: the next would take as long.
 */
export function together<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<unknown> | undefined;
  let next: Promise<Answer> | undefined;

  async function askAfter(before: Promise<unknown> | undefined): Promise<Answer> {
    try {
      await before;
    } finally {
      next = undefined;
    }
    return await ask();
  }

  function begin(): Promise<Answer> {
    const question = askAfter(underWay);
    const ended = () => {
      if (underWay === question) underWay = undefined;
    };
    underWay = question;
    question.then(ended, ended);
    return question;
  }

  return () => {
    next ??= begin();
    return next;
  };
}
