/**
 * The items of `source`, of which the next `ahead` are being made while the present one is used: two ends that each take
 * their time then take the longer one and not the sum. What `source` throws comes when its item is asked for.
 * A user who stops early ends `source` as well, once what it is making is made.
 */
export async function* readAhead<Item>(source: AsyncGenerator<Item>, ahead: number): AsyncGenerator<Item> {
  const asked: Promise<IteratorResult<Item>>[] = [];
  try {
    for (;;) {
      while (asked.length <= ahead) {
        const next = source.next();
        next.catch(() => undefined); // reported when it is awaited; the user may stop before that
        asked.push(next);
      }
      const next = await asked.shift();
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: what is being made may hang on a connection that the user ends only after this.
    source.return(undefined).catch(() => undefined);
  }
}
