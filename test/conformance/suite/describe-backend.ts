import { describe } from 'vitest';
import { attachments } from './attachments.ts';
import { changes } from './changes.ts';
import { commentChanges } from './comment-changes.ts';
import { comments } from './comments.ts';
import { deletion } from './deletion.ts';
import { encodedFields } from './encoded-fields.ts';
import { identity } from './identity.ts';
import { labels } from './labels.ts';
import { life } from './life.ts';
import { links } from './links.ts';
import { lists } from './lists.ts';
import { milestones } from './milestones.ts';
import { missing } from './missing.ts';
import { operations } from './operations.ts';
import { people } from './people.ts';
import { pullRequests } from './pull-requests.ts';
import { queries } from './queries.ts';
import { states } from './states.ts';
import { type Conformance, DEFAULT_TIMEOUT_MS, openSubject, type Subject } from './subject.ts';
import { texts } from './texts.ts';

const THEMES: Readonly<Record<string, (subject: Subject) => void>> = {
  identity,
  life,
  texts,
  states,
  'encoded fields': encodedFields,
  labels,
  people,
  milestones,
  comments,
  lists,
  queries,
  links,
  operations,
  missing,
  changes,
  'comment changes': commentChanges,
  deletion,
  attachments,
};

/**
 * What every backend passes: the port, as far as the capability table of this one says. Where the table says `beside`, a
 * field of a write is passed over (whoever calls keeps it) and a call that is about nothing else is UNSUPPORTED.
 */
export function describeBackend(name: string, conformance: Conformance): void {
  const timeout = conformance.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  describe(name, { timeout }, () => {
    const themes = conformance.hasPullRequests ? { ...THEMES, 'pull requests': pullRequests } : THEMES;
    for (const [theme, define] of Object.entries(themes)) {
      describe(theme, () => define(openSubject(conformance)));
    }
  });
}
