/** How a project builds and tests itself, as read from its base commit without running anything. */
export interface ProjectFacts {
  readonly source: 'scripts' | 'npm' | 'python' | 'none';
  /** Shell commands run at the root of the project; null when it has none. */
  readonly buildCommand: string | null;
  readonly testCommand: string | null;
}

/** The test that proves the problem, as the agent declared it. */
export interface DeclaredTest {
  /** Shell command, run at the root of the project, that runs this test and nothing else. */
  readonly command: string;
  /** The test's own name as its framework reports it. */
  readonly testId: string;
  /** Every file that the test needs beyond the base: the test itself, fixtures, support; relative paths. */
  readonly files: readonly string[];
}
