/** The path in `test_x (module.Class.test_x)`; before Python 3.11 the last part was left out. */
export function unittestPath(name: string): string[] {
  const match = /^(\S+) \(([\w.]+)\)/.exec(name);
  if (match === null) return [name];
  const [, test = '', dotted = ''] = match;
  const path = dotted.split('.');
  return path.at(-1) === test ? path : [...path, test];
}
