import { clip } from './clip.ts';
import { stripInvisible } from './invisible.ts';

const MAX_TITLE_CHARS = 120;
/** What servers take for a draft, each by a setting of its own. */
const DRAFT_PREFIX =
  /^(?:\[(?:wip|draft|do not merge)\]|\((?:wip|draft)\)|(?:wip|draft|do not merge)\s*:|wip\b)\s*/i;

/** The model's title as one plain line that notifies nobody, closes nothing and is no draft. */
export function renderProposalTitle(title: string, issueNumber: number): string {
  let text = stripInvisible(title)
    .replace(/\s+/g, ' ')
    .replace(/[a-z][a-z0-9+.-]{1,20}:\/\/\S+/gi, '')
    .replace(/[<>`]/g, '')
    .replace(/[#!](?=\d)/g, 'no. ')
    .replace(/\bGH-(?=\d)/gi, 'no. ')
    .replace(/@(?=\w)/g, '')
    .trim();
  while (DRAFT_PREFIX.test(text)) text = text.replace(DRAFT_PREFIX, '');
  return text === '' ? `Solve issue ${issueNumber}` : clip(text, MAX_TITLE_CHARS);
}
