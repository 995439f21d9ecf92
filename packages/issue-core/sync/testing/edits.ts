import fc from 'fast-check';
import type { Issue } from '../../model/issue.ts';
import type { FakeTracker } from '../../testing/fake-tracker.ts';
import type { TrackerState } from '../../testing/fake-tracker-state.ts';
import { type PerSide, SIDES, type Side } from '../side.ts';
import type { Ledger } from './ledger.ts';

/** What people do at one tracker; `pick` chooses among whatever there is. */
export type Edit = { readonly side: Side; readonly pick: number } & (
  | { readonly kind: 'create' | 'attach' | 'title' | 'append' | 'prepend' | 'rewrite' | 'milestone' }
  | { readonly kind: 'label' | 'unlabel' | 'comment' | 'edit-comment' | 'delete-comment' }
  | { readonly kind: 'state'; readonly to: 'open' | 'in_progress' | 'closed' }
  | { readonly kind: 'assign' | 'unassign'; readonly login: string }
  | { readonly kind: 'priority'; readonly to: 'high' | 'low' | null }
  | {
      readonly kind: 'link' | 'unlink';
      readonly link: 'parent' | 'blocked_by' | 'relates';
      readonly other: number;
    }
  | { readonly kind: 'tick'; readonly seconds: number }
  | { readonly kind: 'delete-issue' | 'rename-label' }
);

export const LOGINS = ['ann', 'ben', 'cid'] as const;

const side = fc.constantFrom<Side>('a', 'b');
const pick = fc.nat(50);

/** Edits that cannot fall into the gap between our reading and our writing of the same field. */
export const harmlessEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ side, pick, kind: fc.constantFrom('create', 'label', 'comment', 'attach') }),
  fc.record({ side, pick, kind: fc.constant('tick'), seconds: fc.integer({ min: 1, max: 4 }) }),
);

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: harmlessEdit },
  {
    weight: 6,
    arbitrary: fc.record({
      side,
      pick,
      kind: fc.constantFrom(
        'title',
        'append',
        'prepend',
        'rewrite',
        'milestone',
        'unlabel',
        'edit-comment',
        'delete-comment',
      ),
    }),
  },
  fc.record({
    side,
    pick,
    kind: fc.constant('state'),
    to: fc.constantFrom('open', 'in_progress', 'closed'),
  }),
  fc.record({ side, pick, kind: fc.constantFrom('assign', 'unassign'), login: fc.constantFrom(...LOGINS) }),
  fc.record({ side, pick, kind: fc.constant('priority'), to: fc.constantFrom('high', 'low', null) }),
  fc.record({
    side,
    pick,
    kind: fc.constantFrom('link', 'unlink'),
    link: fc.constantFrom('parent', 'blocked_by', 'relates'),
    other: fc.nat(50),
  }),
);

/** What no stamp tells: only a full scan finds it, unless the other half is touched. */
export const unstampedEdit: fc.Arbitrary<Edit> = fc.record({
  side,
  pick,
  kind: fc.constantFrom('delete-issue', 'rename-label'),
});

/** Does the edit as a person would, and notes what must not get lost by a sync from now on. */
export function applyEdit(world: PerSide<FakeTracker>, ledger: Ledger, todo: Edit): void {
  const tracker = world[todo.side].state;
  if (todo.kind === 'tick') {
    tracker.tick(todo.seconds);
    return;
  }
  if (todo.kind === 'create') {
    tracker.createIssue('ann', { title: ledger.write(), body: ledger.write(), labels: ['Shared'] });
    return;
  }
  const issues = [...tracker.issues.values()];
  const issue = issues[todo.pick % Math.max(1, issues.length)];
  if (!issue) return;
  const { number } = issue;
  const own = tracker.commentsOf(number);
  const comment = own[todo.pick % Math.max(1, own.length)];
  switch (todo.kind) {
    case 'title':
      ledger.overwrite(issue.title);
      tracker.updateIssue(number, { title: ledger.write() });
      return;
    case 'append':
      tracker.updateIssue(number, { body: `${issue.body}\n${ledger.write()}` });
      return;
    case 'prepend':
      tracker.updateIssue(number, { body: `${ledger.write()}\r\n${issue.body}` });
      return;
    case 'rewrite': {
      const lines = issue.body.split(/\r?\n/);
      const at = todo.pick % lines.length;
      ledger.overwrite(lines[at] ?? '');
      tracker.updateIssue(number, { body: lines.with(at, ledger.write()).join('\n') });
      return;
    }
    case 'milestone': {
      // What only one tracker has stays there, and is not to be looked for at the other.
      if (SIDES.some((one) => world[one].backend.capabilities.milestones !== 'native')) return;
      ledger.overwrite(issue.milestone ?? '');
      const title = ledger.write();
      tracker.milestones.set(title, { id: title, title, description: '', state: 'open', dueOn: null });
      tracker.updateIssue(number, { milestone: title });
      return;
    }
    case 'label':
      tracker.updateIssue(number, { addLabels: [ledger.write()] });
      return;
    case 'unlabel': {
      const label = ownLabelOf(issue, todo.pick);
      if (label === undefined) return;
      ledger.remove(label);
      tracker.updateIssue(number, { removeLabels: [label] });
      return;
    }
    case 'rename-label': {
      const label = ownLabelOf(issue, todo.pick);
      if (label === undefined) return;
      ledger.remove(label);
      tracker.renameLabel(label, ledger.write());
      return;
    }
    case 'delete-issue':
      for (const text of textsOf(tracker, issue)) ledger.overwrite(text);
      tracker.deleteIssue(number);
      return;
    case 'attach': {
      if (SIDES.some((one) => world[one].backend.capabilities.attachments !== 'native')) return;
      // Some have one name, and everything else differs.
      const name = todo.pick % 3 === 0 ? 'a log.txt' : `${todo.pick}.txt`;
      tracker.attach(number, { name, bytes: new TextEncoder().encode(ledger.write()) });
      return;
    }
    case 'comment':
      tracker.createComment('ben', number, ledger.write());
      return;
    case 'edit-comment':
      if (!comment) return;
      ledger.overwrite(comment.body);
      tracker.updateComment(
        comment.id,
        comment.body.replace(/t\d+t/i, () => ledger.write()),
      );
      return;
    case 'delete-comment':
      if (!comment) return;
      ledger.overwrite(comment.body);
      tracker.deleteComment(comment.id);
      return;
    case 'state':
      tracker.updateIssue(number, { state: todo.to });
      return;
    case 'assign':
      tracker.updateIssue(number, { addAssignees: [todo.login] });
      return;
    case 'unassign':
      tracker.updateIssue(number, { removeAssignees: [todo.login] });
      return;
    case 'priority':
      tracker.updateIssue(number, { priority: todo.to });
      return;
    case 'link':
    case 'unlink': {
      const other = issues[todo.other % issues.length];
      if (!other || other.number === number) return;
      changeLink(tracker, number, { kind: todo.link, number: other.number }, todo.kind === 'link');
    }
  }
}

/** Nobody takes away the label that every issue is made with. */
function ownLabelOf({ labels }: Issue, pick: number): string | undefined {
  const own = labels.filter((label) => label.toLowerCase() !== 'shared');
  return own[pick % Math.max(1, own.length)];
}

/** All that whoever looks at the issue sees. */
export function textsOf(tracker: TrackerState, issue: Issue): readonly string[] {
  const { number, title, body, milestone, labels } = issue;
  const comments = tracker.commentsOf(number).map((comment) => comment.body);
  const files = tracker.filesOf(number).map(({ bytes }) => new TextDecoder().decode(bytes));
  return [title, body, milestone ?? '', ...labels, ...comments, ...files];
}

/** A person who is told that a link closes a circle leaves it. */
function changeLink(
  tracker: TrackerState,
  number: number,
  link: { kind: 'parent' | 'blocked_by' | 'relates'; number: number },
  present: boolean,
): void {
  const has = (tracker.links.get(number) ?? []).some(
    (one) => one.kind === link.kind && one.number === link.number,
  );
  if (has === present) return;
  if (present && tracker.wouldCircle(number, link)) return;
  if (link.kind === 'parent') tracker.updateIssue(number, { parent: present ? link.number : null });
  else tracker.setLink(number, link, present);
}
