const MAX_WORDS_LENGTH = 40;

/** `fix/<issue>-<short-desc>`: letters, digits and dashes only, so that it is a sound ref on every forge. */
export function branchName(issueNumber: number, title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX_WORDS_LENGTH)
    .replace(/-+$/, '');
  return `fix/${issueNumber}-${words || 'issue'}`;
}
