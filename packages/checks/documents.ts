import { posix } from 'node:path';
import { type CheckResult, type Finding, toResult } from './check.ts';
import type { SourceFile } from './source-files.ts';

const LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g;
/** A path of this repository that a document names as code; patterns and placeholders are no paths. */
const NAMED_PATH = /`((?:activities|deploy|docs|packages|services|test|workflows)\/[\w./-]+)`/g;
const VARIABLE = /\bFIXPOINT_[A-Z_]*[A-Z]\b/g;
const SCHEMA_KEY = /\bFIXPOINT_[A-Z_]*[A-Z](?=: [a-z])/g;

const VARIABLES_DOCUMENT = 'docs/operating.md';
/** What tests alone are told, by `./fixpoint test`. */
const FOR_TESTS = 'packages/config/stack.ts';

/** The documents tell the truth, as far as a program can see: what they name exists, and every variable is in them. */
export function checkDocuments(tree: readonly SourceFile[]): CheckResult {
  const documents = tree.filter(({ path }) => path.endsWith('.md') && !path.startsWith('test/fixtures/'));
  const known = pathsOf(tree);
  const dead = documents.flatMap((document) => deadPaths(document, known));
  return toResult('documents', documents.length, [...dead, ...undocumented(tree)]);
}

function deadPaths({ path, text }: SourceFile, known: ReadonlySet<string>): readonly Finding[] {
  const linked = matches(text, LINK).map((link) => ({
    ...link,
    target: posix.join(posix.dirname(path), link.target),
  }));
  return [...linked, ...matches(text, NAMED_PATH)]
    .filter(({ target }) => !known.has(target.replace(/\/$/, '')))
    .map(({ target, line }) => ({ file: path, line, message: `${target} does not exist` }));
}

function undocumented(tree: readonly SourceFile[]): readonly Finding[] {
  const document = tree.find(({ path }) => path === VARIABLES_DOCUMENT)?.text ?? '';
  const documented = new Set(document.match(VARIABLE));
  return tree
    .filter(
      ({ path }) => path.startsWith('packages/config/') && !path.endsWith('.test.ts') && path !== FOR_TESTS,
    )
    .flatMap(({ path, text }) =>
      [...new Set(text.match(SCHEMA_KEY))]
        .filter((variable) => !documented.has(variable))
        .map((variable) => ({ file: path, message: `${variable} is not in ${VARIABLES_DOCUMENT}` })),
    );
}

function matches(
  text: string,
  expression: RegExp,
): readonly { readonly target: string; readonly line: number }[] {
  return [...text.matchAll(expression)].map((match) => ({
    target: match[1] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** Every file, and every folder that one is in. */
function pathsOf(tree: readonly SourceFile[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { path } of tree) {
    for (let at: string = path; at !== '.'; at = posix.dirname(at)) known.add(at);
  }
  return known;
}
