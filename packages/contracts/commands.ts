import type { IssueRef } from './ids.ts';

/** What a person can ask with `/ai …`. `solve` may carry an instruction or the answer to a question. */
export type CommandVerb = 'solve' | 'go' | 'stop' | 'help';

/** A command as the forges' webhooks and polls are normalised to it: the same for every forge. */
export interface Command {
  readonly verb: CommandVerb;
  /** The text after the command on its line; data for the model, never an instruction to Fixpoint. At most 4,000 characters. */
  readonly text: string;
  readonly issue: IssueRef;
  readonly author: ForgeUser;
  /** The comment that holds the command, or null when it is in the issue's body. */
  readonly commentId: string | null;
}

export interface ForgeUser {
  readonly id: string;
  readonly login: string;
}

/** Something that happened to the issue or its proposal without being asked of Fixpoint. */
export type Fact =
  | { readonly kind: 'proposal-merged'; readonly proposalNumber: number; readonly by: string }
  | { readonly kind: 'proposal-closed'; readonly proposalNumber: number; readonly by: string }
  | { readonly kind: 'issue-closed'; readonly by: string };

/** What reaches an issue's workflow. `key` is semantic: the same from a webhook, its redelivery and a poll. */
export interface IssueInput {
  /** `<forgeInstance>/<kind>/<id>/<version>` */
  readonly key: string;
  /** The forge's own time, ISO 8601; inputs are taken in the order of it, then of `key`. */
  readonly at: string;
  readonly content:
    | { readonly kind: 'command'; readonly command: Command }
    | { readonly kind: 'fact'; readonly fact: Fact };
}
