/** What a story expects; the message says what was expected and what was there. */
export function expectEqual<Value>(what: string, actual: Value, expected: Value): void {
  const given = JSON.stringify(actual);
  const wanted = JSON.stringify(expected);
  if (given !== wanted) throw new Error(`${what}: expected ${wanted}, got ${given}`);
}

export function expectTrue(what: string, holds: boolean): void {
  if (!holds) throw new Error(what);
}
