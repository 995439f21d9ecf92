/** Writes of a store in this process that are committed when whoever holds them says so, which is several times as fast. */
export interface HeldWrites {
  /** @throws FixpointError LOCAL_STORE_FAILED when writes since the last commit are lost; then all that follow fail too */
  commit(): void;
  /** Commits too; from then on each write is committed by itself. @throws FixpointError LOCAL_STORE_FAILED likewise */
  end(): void;
  /** Ends with everything since the last commit undone. */
  drop(): void;
}

/**
 * Each write is still done wholly or not at all, whatever becomes of the others. Other processes wait from the first write
 * after a commit on, and a second connection of this process would wait in vain: `commit` must come before the event loop
 * turns.
 *
 * @param onWrite told after each write how many there are since the last commit
 * @throws FixpointError LOCAL_STORE_BUSY while somebody else holds them
 */
export type HoldWrites = (onWrite: (writes: number) => void) => HeldWrites;
