import { z } from 'zod';

const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes('\0'), 'must hold no NUL character');
const line = (most: number) =>
  text(most)
    .trim()
    .min(1)
    .regex(/^[^\r\n]*$/, 'must be one line');

const LONGEST_COMMAND = 200_000;
const LONGEST_FILE = 1_000_000;

/** The provider's `bash` tool. */
export const BashInput = z.object({
  command: text(LONGEST_COMMAND).optional(),
  restart: z.boolean().optional(),
});

const path = text(4_096).min(1);
const wholeNumber = z.number().int();

/** The provider's text editor tool. */
export const EditInput = z.discriminatedUnion('command', [
  z.object({
    command: z.literal('view'),
    path,
    view_range: z.tuple([wholeNumber, wholeNumber]).optional(),
  }),
  z.object({ command: z.literal('create'), path, file_text: text(LONGEST_FILE) }),
  z.object({
    command: z.literal('str_replace'),
    path,
    old_str: text(LONGEST_FILE).min(1),
    new_str: text(LONGEST_FILE).default(''),
  }),
  z.object({
    command: z.literal('insert'),
    path,
    insert_line: wholeNumber.min(0),
    insert_text: text(LONGEST_FILE),
  }),
]);
export type EditInput = z.infer<typeof EditInput>;

/** A file of the repository: relative, inside it, and not of git's own. */
const RepositoryPath = text(1_000)
  .min(1)
  .transform((value) => value.replace(/^(\.\/)+/, '').replace(/^\/work\//, ''))
  .refine(isInside, 'must be a path relative to the root of the repository, without ..');

export const DeclareTestInput = z.object({
  command: line(2_000),
  test_id: line(500),
  files: z.array(RepositoryPath).min(1).max(50),
});

export const SubmitInput = z.object({
  title: line(100),
  summary: text(10_000).trim().min(1),
});

export const AskInput = z.object({ question: text(4_000).trim().min(1) });
export const GiveUpInput = z.object({ reason: text(4_000).trim().min(1) });

function isInside(value: string): boolean {
  if (value.startsWith('/')) return false;
  return value
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}
