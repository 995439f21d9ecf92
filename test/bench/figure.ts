/** One measured figure, with what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly aim: string;
}
