/** Time goes by with every look at it, as it would where people and networks are slow: no two writes have the same stamp. */
export function hastyClock(): () => number {
  let now = Date.now();
  return () => {
    now += 150;
    return now;
  };
}
