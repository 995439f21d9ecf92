/** A few of the commands that GitLab finds in texts; there are many more. */
export type QuickAction =
  | { readonly command: 'close' | 'reopen' | 'confidential' }
  | { readonly command: 'title' | 'label'; readonly argument: string };

/**
 * What is between these is code, a quote or HTML, and no command (`EXCLUSION_REGEX` of GitLab's
 * `quick_actions/extractor.rb`).
 */
const EXCLUDED = /^```.+?\n```$|^<[^>]+?>\n.+?\n<\/[^>]+?>$|^>>>.+?\n>>>$/gms;
const COMMAND = /^\/(close|reopen|confidential|title|label)(?: ([^\n]*))?(?:\s*\n|$)/gim;

/** The text without its commands, and these. */
export function extractQuickActions(given: string): {
  readonly text: string;
  readonly actions: readonly QuickAction[];
} {
  const content = given.replaceAll('\r', '');
  const excluded = [...content.matchAll(EXCLUDED)].map(
    ({ index, 0: all }) => [index, index + all.length] as const,
  );
  const actions: QuickAction[] = [];
  const text = content.replaceAll(COMMAND, (...match) => {
    const [all, name = '', argument = ''] = match as unknown as readonly string[];
    const at = Number(match.at(-2));
    if (excluded.some(([from, to]) => at >= from && at < to)) return all ?? '';
    actions.push(actionOf(name.toLowerCase(), argument));
    return '';
  });
  return { text: text.trimEnd(), actions };
}

function actionOf(name: string, argument: string): QuickAction {
  if (name === 'title' || name === 'label') return { command: name, argument: argument.trim() };
  return { command: name === 'close' ? 'close' : name === 'reopen' ? 'reopen' : 'confidential' };
}
