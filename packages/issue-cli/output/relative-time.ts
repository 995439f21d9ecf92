const UNITS = [
  ['y', 365 * 24 * 60 * 60],
  ['mo', 30 * 24 * 60 * 60],
  ['d', 24 * 60 * 60],
  ['h', 60 * 60],
  ['min', 60],
] as const;

/** `3 h ago`, `in 12 min`, `now`. */
export function relativeTime(iso: string, now: Date): string {
  const seconds = Math.round((Date.parse(iso) - now.getTime()) / 1_000);
  const distance = Math.abs(seconds);
  const unit = UNITS.find(([, length]) => distance >= length);
  if (!unit) return 'now';
  const [name, length] = unit;
  const count = Math.floor(distance / length);
  return seconds < 0 ? `${count} ${name} ago` : `in ${count} ${name}`;
}
