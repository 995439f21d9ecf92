/** Reads items in order, a bounded number of them at once. */
export async function* readInWindows<Id, Item>(
  ids: Iterable<Id>,
  windowSize: number,
  readOne: (id: Id) => Promise<Item>,
): AsyncIterable<Item> {
  let window: Id[] = [];
  for (const id of ids) {
    window.push(id);
    if (window.length < windowSize) continue;
    yield* await Promise.all(window.map(readOne));
    window = [];
  }
  yield* await Promise.all(window.map(readOne));
}
