const ASSERTION_CLASS = /(?:^|[.\s[])\w*(?:Assert\w*(?:Error|Failed\w*|Exception)|ComparisonFailure)\b/;
/** How frameworks begin the message of a failed assertion: pytest, jest, vitest and their like. */
const ASSERTION_MESSAGE = /^\s*(?:assert\b|(?:[\w.]+\.)?\w*Assert\w*Error\b|Failed:|(?:Error: )?expect\()/;
const NODE_CAUSE = /^ {2}cause: (.*)$/m;
const NODE_ASSERTION = /^(?:\w*Assert\w*Error\b|Error \[AssertionError\]|Error: expect\()/;

/** What a report says about one failure; a field that the framework does not have is empty. */
export interface FailureDetail {
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

/** Whether a test failed because an assertion did not hold, and not because something broke on the way. */
export function isAssertionFailure({ type, message, text }: FailureDetail): boolean {
  if (type === 'testCodeFailure') return NODE_ASSERTION.test(NODE_CAUSE.exec(text)?.[1] ?? '');
  if (/Error|Exception|Failure$/.test(type)) return ASSERTION_CLASS.test(` ${type}`);
  return ASSERTION_MESSAGE.test(message === '' ? text : message);
}
