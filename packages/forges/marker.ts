/** What every comment and proposal of ours starts with: by it they are found again and never trigger us. */
export const MARKER_PREFIX = '<!-- fixpoint:';

const KEY = /^[A-Za-z0-9._:/@-]{1,200}$/;

/** The invisible first line of what is written under `key`; keys of other characters are written in percent code. */
export function marker(key: string): string {
  const safe = KEY.test(key) && !key.includes('--') ? key : encodeKey(key);
  return `${MARKER_PREFIX}${safe} -->`;
}

/** Only at the very start: text of others may quote a marker, but never comes first in what we write. */
export function hasMarker(body: string, key: string): boolean {
  return body.startsWith(marker(key));
}

export function isOurs(body: string): boolean {
  return body.includes(MARKER_PREFIX);
}

/** HTML comments may not hold `--`. */
function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll('-', '%2D');
}
