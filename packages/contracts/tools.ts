import type { DeclaredTest } from './project.ts';

/** The tools offered to the model. The first two are the provider's own definitions, by their exact names. */
export const TOOL_NAMES = {
  bash: 'bash',
  edit: 'str_replace_based_edit_tool',
  declareTest: 'declare_test',
  submit: 'submit',
  ask: 'ask',
  giveUp: 'give_up',
} as const;

export type ToolName = (typeof TOOL_NAMES)[keyof typeof TOOL_NAMES];

/** What the agent wants of the orchestrator, read from its typed tool calls and never from prose. */
export type Intent =
  | { readonly kind: 'declare-test'; readonly toolUseId: string; readonly test: DeclaredTest }
  | { readonly kind: 'submit'; readonly toolUseId: string; readonly title: string; readonly summary: string }
  | { readonly kind: 'ask'; readonly toolUseId: string; readonly question: string }
  | { readonly kind: 'give-up'; readonly toolUseId: string; readonly reason: string };
