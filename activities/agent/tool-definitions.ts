import type Anthropic from '@anthropic-ai/sdk';
import { TOOL_NAMES } from '@fixpoint/contracts/tools.ts';
import { z } from 'zod';

const DeclareTestInput = z.strictObject({
  command: z.string().describe('Shell command, run in /work, that runs this test and nothing else.'),
  test_id: z.string().describe("The test's own name, as its framework reports it."),
  files: z
    .array(z.string())
    .describe(
      'Every file that the test needs beyond the unchanged project, the test file included; paths relative to /work.',
    ),
});

const SubmitInput = z.strictObject({
  title: z.string().describe('One line of at most 70 characters that says what is mended.'),
  summary: z
    .string()
    .describe('What was wrong, why, and what you changed, for the people who review it. Markdown.'),
});

const AskInput = z.strictObject({
  question: z.string().describe('One question that a person who is not a developer can answer.'),
});

const GiveUpInput = z.strictObject({
  reason: z.string().describe('Why it cannot or should not be done, and what a person could decide.'),
});

/** The tools offered to the model: the provider's own two, which it is trained on, and Fixpoint's. */
export const TOOL_DEFINITIONS: readonly Anthropic.ToolUnion[] = [
  { type: 'bash_20250124', name: TOOL_NAMES.bash },
  { type: 'text_editor_20250728', name: TOOL_NAMES.edit },
  ownTool(
    TOOL_NAMES.declareTest,
    'Declares the test that proves the problem, after you saw it fail.',
    DeclareTestInput,
  ),
  ownTool(TOOL_NAMES.submit, 'Submits your change; Fixpoint checks it in fresh containers.', SubmitInput),
  ownTool(
    TOOL_NAMES.ask,
    'Asks the author of the issue one question and ends your work until it is answered.',
    AskInput,
  ),
  ownTool(TOOL_NAMES.giveUp, 'Ends your work without a change.', GiveUpInput),
];

function ownTool(name: string, description: string, input: z.ZodObject): Anthropic.Tool {
  const { $schema: _, ...schema } = z.toJSONSchema(input);
  return { name, description, input_schema: { ...schema, type: 'object' }, strict: true };
}
