import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Attachment, Comment } from '../model/comment.ts';
import type { Issue, IssueChange, NewIssue } from '../model/issue.ts';
import type { Label, Milestone } from '../model/label.ts';
import { inverseLink, type Link } from '../model/link.ts';
import { fold } from '../query/fold.ts';
import { applyChange } from '../sync/apply-change.ts';

/** How a tracker writes down what it is given. */
export interface Rewriting {
  text(text: string): string;
  label(name: string): string;
  fileName(name: string): string;
  /** Whether it says how big a file is; it does when left out. */
  readonly sizes?: boolean;
}

export const AS_GIVEN: Rewriting = { text: (text) => text, label: (name) => name, fileName: (name) => name };

export interface FakeFile extends Attachment {
  readonly bytes: Uint8Array;
}

/** Everything that a fake tracker has, changed by whoever calls, at a clock of whole seconds that only `tick` moves. */
export interface TrackerState {
  readonly issues: Map<number, Issue>;
  readonly comments: Map<string, Comment>;
  readonly labels: Map<string, Label>;
  readonly milestones: Map<string, Milestone>;
  readonly links: Map<number, readonly Link[]>;
  readonly files: Map<string, FakeFile>;
  readonly operations: Map<string, string>;
  tick(seconds?: number): void;
  now(): string;
  createIssue(author: string, issue: NewIssue): Issue;
  updateIssue(number: number, change: IssueChange): Issue;
  deleteIssue(number: number): void;
  issue(number: number): Issue;
  createComment(author: string, issueNumber: number, body: string): Comment;
  updateComment(id: string, body: string): Comment;
  deleteComment(id: string): void;
  commentsOf(issueNumber: number): readonly Comment[];
  attach(issueNumber: number, file: { readonly name: string; readonly bytes: Uint8Array }): FakeFile;
  filesOf(issueNumber: number): readonly FakeFile[];
  setLink(number: number, link: Link, present: boolean): void;
  renameLabel(name: string, newName: string): void;
  wouldCircle(number: number, link: Link): boolean;
}

const EPOCH_MS = Date.UTC(2030, 0, 1);

export function createTrackerState(name: string, rewriting: Rewriting = AS_GIVEN): TrackerState {
  const issues = new Map<number, Issue>();
  const comments = new Map<string, Comment>();
  const labels = new Map<string, Label>();
  const milestones = new Map<string, Milestone>();
  const links = new Map<number, readonly Link[]>();
  const files = new Map<string, FakeFile>();
  let seconds = 0;
  let lastNumber = 0;
  let lastComment = 0;
  let lastFile = 0;

  const now = () => new Date(EPOCH_MS + seconds * 1_000).toISOString();

  function issue(number: number): Issue {
    const found = issues.get(number);
    if (found) return found;
    throw new FixpointError('FORGE_NOT_FOUND', `${name} #${number}`);
  }

  function touch(number: number, change: Partial<Issue> = {}): Issue {
    const touched = { ...issue(number), ...change, updatedAt: now() };
    issues.set(number, touched);
    return touched;
  }

  function knownLabels(names: readonly string[]): readonly string[] {
    return names.map((given) => {
      const written = rewriting.label(given);
      const known = labels.get(fold(written)) ?? { name: written, color: '#ededed', description: '' };
      labels.set(fold(written), known);
      return known.name;
    });
  }

  function setLink(number: number, link: Link, present: boolean): void {
    issue(link.number);
    if (present) refuseCircle(number, link);
    const change = (at: number, one: Link) => {
      const others = (links.get(at) ?? []).filter(
        ({ kind, number: to }) => kind !== one.kind || to !== one.number,
      );
      links.set(at, present ? [...others, one] : others);
    };
    change(number, link);
    change(link.number, { kind: inverseLink(link.kind), number });
    // Like at real trackers, only the issue at which the link was set says that it changed.
    touch(number, link.kind === 'parent' ? { parent: present ? link.number : null } : {});
    const child = issues.get(link.number);
    if (link.kind === 'child' && child)
      issues.set(link.number, { ...child, parent: present ? number : null });
  }

  function refuseCircle(number: number, link: Link): void {
    if (!wouldCircle(number, link)) return;
    throw new FixpointError('LINK_CYCLE', `${name} #${number} ${link.kind} #${link.number}`);
  }

  function wouldCircle(number: number, { kind, number: to }: Link): boolean {
    if (kind === 'relates' || kind === 'duplicates' || kind === 'duplicated_by') return false;
    const upwards = kind === 'parent' || kind === 'blocked_by';
    const follow = upwards ? kind : inverseLink(kind);
    const [from, goal] = upwards ? [to, number] : [number, to];
    const reached = new Set<number>();
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === goal) return true;
      if (reached.has(at)) continue;
      reached.add(at);
      for (const link of links.get(at) ?? []) if (link.kind === follow) open.push(link.number);
    }
    return false;
  }

  function setParent(number: number, parent: number | null): void {
    const before = (links.get(number) ?? []).filter(({ kind }) => kind === 'parent');
    if (parent !== null) refuseCircle(number, { kind: 'parent', number: parent });
    for (const link of before) setLink(number, link, false);
    if (parent !== null) setLink(number, { kind: 'parent', number: parent }, true);
  }

  return {
    issues,
    comments,
    labels,
    milestones,
    links,
    files,
    operations: new Map(),
    tick(by = 1) {
      seconds += by;
    },
    now,
    issue,
    createIssue(author, given) {
      lastNumber += 1;
      const made: Issue = {
        id: `${name}-${lastNumber}`,
        number: lastNumber,
        title: given.title,
        body: rewriting.text(given.body ?? ''),
        state: given.state ?? 'open',
        closeReason: given.state === 'closed' ? (given.closeReason ?? null) : null,
        type: given.type ?? null,
        priority: given.priority ?? null,
        labels: knownLabels(given.labels ?? []),
        assignees: given.assignees ?? [],
        milestone: given.milestone ?? null,
        parent: null,
        author,
        commentCount: 0,
        createdAt: now(),
        updatedAt: now(),
        closedAt: null,
        url: null,
      };
      issues.set(made.number, made);
      return made;
    },
    updateIssue(number, change) {
      const { parent, ...rest } = change;
      if (parent !== undefined) setParent(number, parent);
      const wanted = {
        ...rest,
        ...(rest.body === undefined ? {} : { body: rewriting.text(rest.body) }),
        ...(rest.addLabels ? { addLabels: knownLabels(rest.addLabels) } : {}),
      };
      return touch(number, applyChange(issue(number), wanted));
    },
    deleteIssue(number) {
      issue(number);
      issues.delete(number);
      for (const link of links.get(number) ?? []) {
        links.set(
          link.number,
          (links.get(link.number) ?? []).filter((back) => back.number !== number),
        );
      }
      links.delete(number);
      for (const [id, comment] of comments) if (comment.issueNumber === number) comments.delete(id);
      for (const [id, file] of files) if (file.issueNumber === number) files.delete(id);
    },
    createComment(author, issueNumber, body) {
      lastComment += 1;
      const id = `${name}-c${lastComment}`;
      const at = now();
      const comment = {
        id,
        issueNumber,
        body: rewriting.text(body),
        author,
        createdAt: at,
        updatedAt: at,
        url: null,
      };
      const { commentCount } = issue(issueNumber);
      comments.set(id, comment);
      touch(issueNumber, { commentCount: commentCount + 1 });
      return comment;
    },
    updateComment(id, body) {
      const comment = comments.get(id);
      if (!comment) throw new FixpointError('FORGE_NOT_FOUND', `${name} comment ${id}`);
      const updated = { ...comment, body: rewriting.text(body), updatedAt: now() };
      comments.set(id, updated);
      touch(comment.issueNumber);
      return updated;
    },
    deleteComment(id) {
      const comment = comments.get(id);
      if (!comment) throw new FixpointError('FORGE_NOT_FOUND', `${name} comment ${id}`);
      comments.delete(id);
      touch(comment.issueNumber, { commentCount: issue(comment.issueNumber).commentCount - 1 });
    },
    commentsOf: (issueNumber) =>
      [...comments.values()].filter((comment) => comment.issueNumber === issueNumber),
    attach(issueNumber, { name: fileName, bytes }) {
      touch(issueNumber);
      lastFile += 1;
      const file: FakeFile = {
        id: `${name}-f${lastFile}`,
        issueNumber,
        name: rewriting.fileName(fileName),
        sizeBytes: rewriting.sizes === false ? null : bytes.byteLength,
        createdAt: now(),
        url: null,
        bytes,
      };
      files.set(file.id, file);
      return file;
    },
    filesOf: (issueNumber) => [...files.values()].filter((file) => file.issueNumber === issueNumber),
    setLink,
    wouldCircle,
    renameLabel(from, to) {
      const known = labels.get(fold(from));
      if (!known) throw new FixpointError('FORGE_NOT_FOUND', `${name} label ${from}`);
      labels.delete(fold(from));
      labels.set(fold(to), { ...known, name: to });
      for (const [number, one] of issues) {
        const renamed = one.labels.map((label) => (fold(label) === fold(from) ? to : label));
        issues.set(number, { ...one, labels: renamed });
      }
    },
  };
}
