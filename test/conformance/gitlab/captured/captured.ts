import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../simulator/json.ts';

const KINDS = [
  ...(['issue', 'note', 'label', 'milestone', 'linked issue', 'link'] as const),
  ...(['upload', 'listed upload', 'member'] as const),
] as const;
export type CapturedKind = (typeof KINDS)[number];

interface Source {
  /** Of the tests of the Go client. */
  readonly file: string;
  readonly address: RegExp;
  /** What tells it from others at the same address. */
  readonly has: string;
}

const SOURCES: Readonly<Record<CapturedKind, Source>> = {
  issue: {
    file: 'issues_test.go',
    address: /^\/api\/v4\/(?:projects\/[^/]+\/)?issues(?:\/\d+)?$/,
    has: 'id',
  },
  note: { file: 'notes_test.go', address: /\/notes(?:\/\d+)?$/, has: 'body' },
  label: {
    file: 'labels_test.go',
    address: /^\/api\/v4\/projects\/[^/]+\/labels(?:\/[^/]+)?$/,
    has: 'color',
  },
  milestone: { file: 'milestones_test.go', address: /\/milestones(?:\/\d+)?$/, has: 'title' },
  'linked issue': { file: 'issue_links_test.go', address: /\/links$/, has: 'issue_link_id' },
  link: { file: 'issue_links_test.go', address: /\/links(?:\/\d+)?$/, has: 'source_issue' },
  upload: { file: 'project_markdown_uploads_test.go', address: /\/uploads$/, has: 'markdown' },
  'listed upload': { file: 'project_markdown_uploads_test.go', address: /\/uploads$/, has: 'filename' },
  member: { file: 'project_members_test.go', address: /\/members(?:\/all)?$/, has: 'access_level' },
};
/** A handler of a test, up to what it answers. */
const HANDLER = /HandleFunc\("([^"]+)",(?:(?!HandleFunc)[\s\S])*?fmt\.Fprintf?\(w, `([^`]*)`/g;

export interface Captured {
  /** Answers as GitLab's Go client carries them; lists are taken apart. */
  readonly answers: ReadonlyMap<CapturedKind, readonly unknown[]>;
  readonly issueHook: unknown;
  readonly noteHook: unknown;
}

/** @param folder of the module, as `goClientModule` gives it */
export async function readCaptured(folder: string): Promise<Captured> {
  const answers = new Map<CapturedKind, readonly unknown[]>();
  for (const kind of KINDS) answers.set(kind, await answersOf(folder, kind));
  const moved = await readJson(join(folder, 'testdata/issue_move.json'));
  answers.set('issue', [...(answers.get('issue') ?? []), moved]);
  return {
    answers,
    issueHook: await readJson(join(folder, 'testdata/webhooks/issue.json')),
    noteHook: await readJson(join(folder, 'testdata/webhooks/note_issue.json')),
  };
}

async function answersOf(folder: string, kind: CapturedKind): Promise<readonly unknown[]> {
  const { file, address, has } = SOURCES[kind];
  const source = await readFile(join(folder, file), 'utf8');
  const found = [...source.matchAll(HANDLER)].flatMap(([, path = '', text = '']) =>
    address.test(path) ? [parsed(text)].flat() : [],
  );
  return found.filter((it) => isObject(it) && has in it);
}

/** Some are templates of Go, and no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
