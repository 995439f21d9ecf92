import type { PreparedBase, RulesFile } from '@fixpoint/contracts/git-activities.ts';
import { detectProject, isProjectFile } from '@fixpoint/proof/project-facts.ts';
import type { BlobStore } from '@fixpoint/store/ports.ts';
import { gitText, runGit } from './run-git.ts';

const RULES_FILES = [
  'rules.ai.txt',
  'AGENTS.md',
  'CLAUDE.md',
  '.github/copilot-instructions.md',
  'CONTRIBUTING.md',
];
const MAX_RULES_CHARACTERS = 20_000;
const MAX_FILE_BYTES = 1024 * 1024;

/** Reads facts and rules from the base commit's objects; nothing is checked out and nothing is run. */
export async function readBaseFiles(
  blobs: BlobStore,
  gitDir: string,
  sha: string,
  signal: AbortSignal,
): Promise<Pick<PreparedBase, 'facts' | 'rules'>> {
  const sizes = await listFiles(gitDir, sha, signal);
  const wanted = [...sizes].filter(
    ([path, sizeBytes]) => (isProjectFile(path) || RULES_FILES.includes(path)) && sizeBytes <= MAX_FILE_BYTES,
  );
  const texts = new Map<string, string>();
  for (const [path] of wanted) {
    const content = await runGit({ gitDir, args: ['cat-file', 'blob', `${sha}:${path}`], signal });
    texts.set(path, content.toString('utf8'));
  }
  const rules: RulesFile[] = RULES_FILES.flatMap((path) => {
    const text = texts.get(path);
    return text ? [{ path, text: text.slice(0, MAX_RULES_CHARACTERS) }] : [];
  });
  return {
    facts: detectProject(texts),
    rules: rules.length > 0 ? await blobs.put(Buffer.from(JSON.stringify(rules))) : null,
  };
}

/** Every regular file of the commit with its size. */
async function listFiles(gitDir: string, sha: string, signal: AbortSignal): Promise<Map<string, number>> {
  const listing = await gitText({ gitDir, args: ['ls-tree', '-r', '-z', '--long', sha], signal });
  const files = new Map<string, number>();
  for (const line of listing.split('\0')) {
    const found = /^100(?:644|755) blob [0-9a-f]+ +(\d+)\t(.+)$/s.exec(line);
    if (found?.[1] && found[2]) files.set(found[2], Number(found[1]));
  }
  return files;
}
