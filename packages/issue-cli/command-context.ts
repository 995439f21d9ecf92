import type { TrackerWrite } from '@fixpoint/issue-core/tracker/api.ts';
import type { ExitCode } from './exit-codes.ts';
import type { GlobalFlags } from './global-flags.ts';
import type { Printer } from './output/printer.ts';
import { openSession, type Session, type SessionRequest } from './session/open-session.ts';
import { withTokenAdvice } from './session/token-advice.ts';
import type { World } from './world.ts';

/** What every command is made with. */
export interface CommandContext {
  readonly world: World;
  flags(): GlobalFlags;
  printer(): Printer;
  /** What the process ends with when nothing is thrown, instead of 0. */
  endWith(exitCode: ExitCode): void;
}

/** Opens the tracker that is meant for the time of `work`. */
export async function withSession<T>(
  context: CommandContext,
  request: SessionRequest,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(context.world, context.flags(), request);
  try {
    return await work(session);
  } catch (error) {
    throw withTokenAdvice(error, session.description);
  } finally {
    await session.close();
  }
}

/** Of every write: under which claim, and when to stop. */
export function writeOf({ flags, world }: CommandContext): TrackerWrite {
  const { claimToken } = flags();
  return { signal: world.signal, ...(claimToken === undefined ? {} : { fencingToken: claimToken }) };
}
