import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import { safeLine } from './safe-text.ts';
import type { Style } from './style.ts';

/** `✓ created #12 Title`, and where it is to be seen. */
export function renderDone(what: string): (issue: Issue, style: Style) => string {
  return ({ number, title, url }, style) => {
    const name = style.link(style.paint('bold', `#${number}`), url);
    const where = url === null ? '' : `\n${safeLine(url)}`;
    return `${style.paint('green', '✓')} ${what} ${name} ${safeLine(title)}${where}`;
  };
}

/** `✓ deleted #12 Title`: it is to be seen nowhere. */
export function renderDeleted(issue: Issue, style: Style): string {
  return renderDone('deleted')({ ...issue, url: null }, style);
}

/** One line about something that is no issue. */
export function renderLine(text: string): (item: unknown, style: Style) => string {
  return (_, style) => `${style.paint('green', '✓')} ${safeLine(text)}`;
}
