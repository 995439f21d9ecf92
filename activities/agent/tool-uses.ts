import { z } from 'zod';
import type { Content } from './schemas.ts';

const ToolUse = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.unknown(),
});
const Text = z.object({ type: z.literal('text'), text: z.string() });

export type ToolUse = z.infer<typeof ToolUse>;

export function toolUses(content: Content): ToolUse[] {
  return content.flatMap((block) => ToolUse.safeParse(block).data ?? []);
}

export function textOf(content: Content): string {
  return content.flatMap((block) => Text.safeParse(block).data?.text ?? []).join('\n');
}

/** Whether the answer ended in the middle of what its last block says. */
export function isCutOff(stopReason: string): boolean {
  return stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded';
}
