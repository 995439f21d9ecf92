/** What a head did to a file of the base; `before` is null when it was added, `after` when it was deleted, both for binary files. */
export interface FileChange {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  readonly before: string | null;
  readonly after: string | null;
}

const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?|e2e)\//i;
const TEST_NAME = /(?:^|\/)(?:test_[^/]*|[^/]*(?:_test|_spec|\.test|\.spec)|[^/]*Tests?)\.[A-Za-z]+$/;
const CODE = /\.(?:py|[cm]?[jt]sx?|go|rs|java|kt|cs|rb|php|sh|bats|swift|scala|ex|exs|c|cc|cpp)$/;

export function isTestFile(path: string): boolean {
  return CODE.test(path) && (TEST_FOLDER.test(path) || TEST_NAME.test(path));
}
