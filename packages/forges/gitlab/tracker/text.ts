import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { withMarker, withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';

/** Of a description or note (`MAX_LENGTH` of GitLab's `Issuable` and `Note`). */
const MAX_TEXT_CHARS = 1_000_000;
/**
 * A line that GitLab would obey: `/close`, `/assign @me`, `/shrug`, … (`commands_regex` of GitLab's
 * `quick_actions/extractor.rb`). Whatever has this form counts, since the commands become more.
 */
const COMMAND = /^(\\*)(?=\/[a-z0-9_-]+(?:\s|$))/gim;
const ESCAPED = /^\\(\\*)(?=\/[a-z0-9_-]+(?:\s|$))/gim;

/**
 * A text as it is sent. GitLab obeys lines that begin with a command, so they get a backslash, which Markdown does not show
 * outside of code; and it strips carriage returns before it looks for them.
 *
 * @throws FixpointError INVALID_INPUT when GitLab has no room for it
 */
export function toGitLabText(text: string, operationId?: string): string {
  const harmless = text.replaceAll(/\r\n?/g, '\n').replaceAll(COMMAND, '\\$1');
  const sent = operationId === undefined ? harmless : withMarker(harmless, operationId);
  if (sent.length <= MAX_TEXT_CHARS) return sent;
  throw new FixpointError('INVALID_INPUT', `text: GitLab has room for ${MAX_TEXT_CHARS} characters.`);
}

/** The text as its author wrote it. */
export function fromGitLabText(text: string): string {
  return withoutMarker(text).replaceAll(ESCAPED, '$1');
}
