import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({
  NO_COLOR: z.string().optional(),
  TERM: z.string().optional(),
  LESS: z.string().optional(),
  LV: z.string().optional(),
  VISUAL: z.string().optional(),
  EDITOR: z.string().optional(),
  USER: z.string().optional(),
  LOGNAME: z.string().optional(),
});
const DEFAULT_PAGER = 'less';
const DEFAULT_EDITOR = 'vi';

/** What a user's environment says of their terminal and its programs, as other tools understand it. */
export interface TerminalVariables {
  readonly noColor: boolean;
  /** It can show neither colours nor a pager. */
  readonly isDumb: boolean;
  /** A command line; null when the user wants none: an empty `PAGER` says so, and is not absent. */
  readonly pager: string | null;
  /** Which settings of pagers the user has made themselves. */
  readonly setByUser: ReadonlySet<'LESS' | 'LV'>;
  /** A command line. */
  readonly editor: string;
  /** The login; null where nothing says it. */
  readonly user: string | null;
}

export function readTerminalVariables(environment: Environment = process.env): TerminalVariables {
  const env = readEnvironment(schema, environment);
  const pager = (environment.PAGER ?? DEFAULT_PAGER).trim();
  const made = (['LESS', 'LV'] as const).filter((name) => environment[name] !== undefined);
  return {
    noColor: env.NO_COLOR !== undefined,
    isDumb: env.TERM === 'dumb',
    pager: pager === '' || pager === 'cat' ? null : pager,
    setByUser: new Set(made),
    editor: env.VISUAL ?? env.EDITOR ?? DEFAULT_EDITOR,
    user: env.USER ?? env.LOGNAME ?? null,
  };
}
