/** What reading a value may need; `text` is the whole query, for marking what is wrong in it. */
export interface ParseContext {
  readonly text: string;
  readonly now: Date;
  readonly me: string | null;
  readonly agent: string | null;
}
