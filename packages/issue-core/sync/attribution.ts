import { canonicalText } from './canonical-text.ts';

const MAX_LOGIN_CHARS = 100;

/** The first line of a comment that we write for somebody else. The login is code, so that nobody is notified by it. */
export function attributionOf(author: string, kind: string): string {
  return `**${codeOfLogin(author)} wrote at ${kind}:**`;
}

export function codeOfLogin(author: string): string {
  const login = [...author.normalize('NFC')]
    .filter((character) => /[\p{L}\p{N}._[\]@+-]/u.test(character))
    .slice(0, MAX_LOGIN_CHARS)
    .join('');
  return `\`${login === '' ? '?' : login}\``;
}

export function withAttribution(body: string, attribution: string | null): string {
  return attribution === null ? body : `${attribution}\n\n${body}`;
}

/**
 * The text below exactly this line; a text that does not begin with it stands as it is, because somebody changed it or
 * nobody ever put it there.
 */
export function withoutAttribution(text: string, attribution: string | null): string {
  const canonical = canonicalText(text);
  if (attribution === null) return canonical;
  if (canonical === attribution) return '';
  const start = `${attribution}\n\n`;
  return canonical.startsWith(start) ? canonical.slice(start.length) : canonical;
}
