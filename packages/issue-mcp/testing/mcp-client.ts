import type { Client } from '@modelcontextprotocol/sdk/client/index.js';

export interface ToolAnswer {
  readonly isError: boolean;
  readonly bytes: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly data: any;
}

/** What a tool answers: one text, which is JSON. */
export async function callTool(client: Client, name: string, given: object = {}): Promise<ToolAnswer> {
  const answer = await client.callTool({ name, arguments: { ...given } });
  const content = answer.content;
  const first: unknown = Array.isArray(content) && content.length === 1 ? content[0] : null;
  if (typeof first !== 'object' || first === null || !('text' in first) || typeof first.text !== 'string') {
    throw new Error(`No single text: ${JSON.stringify(answer)}`);
  }
  const isError = answer.isError === true;
  return {
    isError,
    bytes: Buffer.byteLength(first.text),
    data: isError ? parsed(first.text) : JSON.parse(first.text),
  };
}

/** The SDK itself refuses arguments with plain text. */
function parsed(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text;
}
