import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { ClippedOutput } from '../shell/output.ts';
import type { AgentContainer } from '../workspace/agent-container.ts';
import { LARGEST_EDITED_BYTES, type PathKind, readScript, writeScript } from './edit-scripts.ts';
import { type Edited, fromLatin1, insertAfterLine, numberLines, replaceOnce } from './edit-text.ts';
import { EditInput } from './inputs.ts';
import { type CallOutcome, malformed, refused, said } from './outcome.ts';

const VIEW_CLIP = { headBytes: 24_000, tailBytes: 8_000 };

type Editor = Pick<AgentContainer, 'edit'>;
type Found =
  | { readonly kind: 'file' | 'directory'; readonly content: Buffer }
  | { readonly kind: 'none'; readonly outcome: CallOutcome };

/** The provider's text editor tool, run with the agent's powers and only under the work folder. */
export async function runEdit(agent: Editor, input: unknown, signal: AbortSignal): Promise<CallOutcome> {
  const parsed = EditInput.safeParse(input);
  if (!parsed.success) return malformed(parsed.error);
  const edit = parsed.data;
  if (edit.command === 'create') {
    return write(
      agent,
      edit.path,
      Buffer.from(edit.file_text),
      `File created successfully at: ${edit.path}`,
      signal,
    );
  }
  const found = await read(agent, edit.path, signal);
  if (found.kind === 'none') return found.outcome;
  if (found.kind === 'directory') {
    if (edit.command !== 'view') return refused(`Error: ${edit.path} is a directory.`);
    return said(
      clip(`Files and directories up to 2 levels deep in ${edit.path}:\n${found.content.toString()}`),
    );
  }
  const edited = apply(edit, found.content.toString('latin1'));
  if (!edited.ok) return refused(edited.message);
  if (edit.command === 'view')
    return said(edited.text === '' ? '(the file is empty)' : clip(fromLatin1(edited.text)));
  return write(agent, edit.path, Buffer.from(edited.text, 'latin1'), edited.message, signal);
}

function apply(edit: Exclude<EditInput, { command: 'create' }>, text: string): Edited {
  switch (edit.command) {
    case 'view':
      return numberLines(text, edit.view_range);
    case 'str_replace':
      return replaceOnce(text, edit.old_str, edit.new_str);
    case 'insert':
      return insertAfterLine(text, edit.insert_line, edit.insert_text);
    default:
      return assertNever(edit);
  }
}

async function read(agent: Editor, path: string, signal: AbortSignal): Promise<Found> {
  const answer = await agent.edit(readScript(path), signal);
  if (answer === null) return { kind: 'none', outcome: lostShell() };
  const lineEnd = answer.output.indexOf('\n');
  const kind = answer.output.subarray(0, lineEnd).toString();
  if (kind === 'file' || kind === 'directory') return { kind, content: answer.output.subarray(lineEnd + 1) };
  return { kind: 'none', outcome: refused(explain(kind, path)) };
}

async function write(
  agent: Editor,
  path: string,
  bytes: Buffer,
  message: string,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const answer = await agent.edit(writeScript(path, bytes), signal);
  if (answer === null) return lostShell();
  const kind = answer.output.toString().trim();
  return kind === 'file' ? said(message) : refused(explain(kind, path));
}

function explain(kind: string, path: string): string {
  switch (kind as Exclude<PathKind, 'file'>) {
    case 'outside':
      return `Error: ${path} is outside of /work; only files under it can be viewed and edited.`;
    case 'missing':
      return `Error: File not found: ${path}`;
    case 'directory':
      return `Error: ${path} is a directory.`;
    case 'special':
      return `Error: ${path} is not a regular file.`;
    case 'denied':
      return `Error: Permission denied, or no space left: ${path}`;
    case 'too-large':
      return `Error: ${path} is larger than ${LARGEST_EDITED_BYTES} bytes; use bash to look at parts of it.`;
    default:
      return `Error: ${path} could not be read or written; are there too many processes?`;
  }
}

function lostShell(): CallOutcome {
  return {
    ...refused('Error: the container did not answer; it and the shell were restarted.'),
    shellRestarted: true,
  };
}

function clip(text: string): string {
  const output = new ClippedOutput(VIEW_CLIP);
  output.push(Buffer.from(text));
  return output.text();
}
