import type { IssueInput } from '@fixpoint/contracts/commands.ts';
import type { JsonObject } from '@fixpoint/contracts/json.ts';
import { ledger } from './fleets.ts';
import type { IssueRecord } from './issue-record.ts';

/** The first step on every input: whoever inserts its key first owns it, for ever; anybody else drops it. */
export async function acceptInput(record: IssueRecord, input: IssueInput): Promise<boolean> {
  record.inputs += 1;
  const request = { key: input.key, owner: record.ledger.chain, ordinal: record.inputs };
  const { accepted } = await ledger(`Take input ${input.key}`).acceptInput(request);
  if (accepted) record.write('input', { key: input.key, forgeTime: input.at, ...describe(input) });
  return accepted;
}

function describe({ content }: IssueInput): JsonObject {
  if (content.kind === 'fact') return { fact: { ...content.fact } };
  const { verb, text, author, commentId } = content.command;
  return { verb, text, author: author.login, commentId };
}
