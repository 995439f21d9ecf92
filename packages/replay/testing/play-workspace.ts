import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const ToolUse = z.object({
  type: z.literal('tool_use'),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const Bash = z.object({ command: z.string() });
const Edit = z.discriminatedUnion('command', [
  z.object({ command: z.literal('create'), path: z.string(), file_text: z.string() }),
  z.object({ command: z.literal('str_replace'), path: z.string(), old_str: z.string(), new_str: z.string() }),
]);
export const DeclareTestInput = z.object({
  command: z.string(),
  test_id: z.string(),
  files: z.array(z.string()).min(1),
});

export type DeclareTestInput = z.infer<typeof DeclareTestInput>;
export type ToolUse = z.infer<typeof ToolUse>;

export interface CommandResult {
  readonly exitCode: number;
  readonly output: string;
}

const COMMAND_TIMEOUT_MS = 30_000;

export function toolUsesOf(content: readonly unknown[]): ToolUse[] {
  return content.flatMap((block) => ToolUse.safeParse(block).data ?? []);
}

/** A copy of a project in a temporary folder that stands for `/work`. Only for cassettes that mean well: there is no sandbox. */
export class PlayWorkspace {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async of(project: string): Promise<PlayWorkspace> {
    const root = await mkdtemp(join(tmpdir(), 'fixpoint-play-'));
    await cp(project, root, { recursive: true });
    return new PlayWorkspace(root);
  }

  /** Carries a bash or edit call out; other tools are Fixpoint's business. */
  async play({ name, input }: ToolUse): Promise<CommandResult | null> {
    if (name === 'bash') return this.run(Bash.parse(input).command);
    if (name === 'str_replace_based_edit_tool') await this.#edit(Edit.parse(input));
    return null;
  }

  run(command: string): Promise<CommandResult> {
    const env = {
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      PYTHONDONTWRITEBYTECODE: '1',
      LC_ALL: 'C.UTF-8',
    };
    const options = { cwd: this.root, timeout: COMMAND_TIMEOUT_MS, env };
    return new Promise((resolve) => {
      execFile('bash', ['-c', this.#here(command)], options, (error, stdout, stderr) => {
        const exitCode = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
        resolve({ exitCode, output: stdout + stderr });
      });
    });
  }

  async takeFiles(from: PlayWorkspace, files: readonly string[]): Promise<void> {
    for (const file of files) {
      await mkdir(dirname(join(this.root, file)), { recursive: true });
      await cp(join(from.root, file), join(this.root, file));
    }
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  async #edit(edit: z.infer<typeof Edit>): Promise<void> {
    const path = this.#here(edit.path);
    if (edit.command === 'create') return writeFile(path, edit.file_text);
    const parts = (await readFile(path, 'utf8')).split(edit.old_str);
    if (parts.length !== 2)
      throw new Error(`${edit.path}: the text to replace stands there ${parts.length - 1} times`);
    await writeFile(path, parts.join(edit.new_str));
  }

  #here(text: string): string {
    return text.replaceAll('/work', this.root);
  }
}
