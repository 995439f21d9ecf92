import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FENCED = /^```ts\n([\s\S]*?)^```$/gm;
const EXPECTED = /console\.log\(.*\); \/\/ (.*)$/gm;
const TIMEOUT_MS = 60_000;

export interface SnippetsRun {
  /** What the compiler says; empty when it is content. */
  readonly types: string;
  /** What the document says is printed, and what is. */
  readonly expected: readonly string[];
  readonly printed: readonly string[];
  /** What went wrong when they ran; empty when nothing did. */
  readonly failure: string;
}

/**
 * The TypeScript snippets of a document as one module: compiled by the rules of this repository, and run in an empty folder.
 * Behind each `console.log` stands as a comment what it prints.
 */
export async function runSnippets(markdown: string): Promise<SnippetsRun> {
  const snippets = [...markdown.matchAll(FENCED)].map((match) => match[1] ?? '');
  const source = snippets.join('\n');
  const folder = await mkdtemp(join(tmpdir(), 'fixpoint-snippets-'));
  try {
    await symlink(join(ROOT, 'test/node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'snippets.ts'), source);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(compilerConfig()));
    const options = { cwd: folder, reject: false, all: true, timeout: TIMEOUT_MS } as const;
    const [compiled, ran] = await Promise.all([
      execa(join(ROOT, 'node_modules/.bin/tsc'), ['--noEmit', '-p', '.'], options),
      execa(process.execPath, ['snippets.ts'], options),
    ]);
    return {
      types: compiled.failed ? compiled.all : '',
      expected: [...source.matchAll(EXPECTED)].map((match) => match[1] ?? ''),
      printed: ran.stdout === '' ? [] : ran.stdout.split('\n'),
      failure: ran.failed ? ran.stderr : '',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compilerConfig() {
  return {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(ROOT, 'node_modules/@types')] },
    include: ['snippets.ts'],
  };
}
