import type { Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Tool } from './tool.ts';

/**
 * A tool as a model is told of it. The schema is without what takes room in its context and says nothing; arguments are
 * checked against the whole of it.
 */
export function listedTool(tool: Tool, openWorldHint: boolean): ListedTool {
  const { name, title, description, power, destructive, idempotent, input } = tool;
  // Without it, the protocol takes 2020-12, which it is.
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input', override: leaveOutNoise });
  return {
    name,
    title,
    description,
    inputSchema: { ...schema, type: 'object' } as ListedTool['inputSchema'],
    annotations: {
      readOnlyHint: power === 'read',
      destructiveHint: destructive,
      idempotentHint: idempotent,
      openWorldHint,
    },
  };
}

function leaveOutNoise({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}
