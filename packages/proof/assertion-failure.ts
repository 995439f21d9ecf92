const NODE_CAUSE = /^ {2}cause: (.*)$/m;
const NODE_CLASS = /^(?:Error \[(\w+)\]|([\w.]+))/;
const EXCEPTION_TYPE = /(?:Error|Exception|Failure)$/;
/** How frameworks begin the message of a failed assertion: pytest, jest and their like. */
const ASSERTION_MESSAGE = /^(?:assert\b|Failed:|(?:Error: )?expect\()/;

/** What a report says about one failure; a field that the framework does not have is empty. */
export interface FailureDetail {
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

/** Whether a test failed because an assertion did not hold, and not because something broke on the way. */
export function isAssertionFailure({ type, message, text }: FailureDetail): boolean {
  if (type === 'testCodeFailure') return isAssertionLine(NODE_CAUSE.exec(text)?.[1] ?? '');
  if (EXCEPTION_TYPE.test(type)) return isAssertionClass(type);
  return isAssertionLine(message === '' ? text : message);
}

/** Whether the first line of a failure names an assertion; string functions, because tests choose these lines. */
export function isAssertionLine(line: string): boolean {
  const start = line.trimStart();
  const named = NODE_CLASS.exec(start);
  return ASSERTION_MESSAGE.test(start) || isAssertionClass(named?.[1] ?? named?.[2] ?? '');
}

function isAssertionClass(qualified: string): boolean {
  const name = qualified.slice(qualified.lastIndexOf('.') + 1);
  const ends = name.endsWith('Error') || name.endsWith('Exception') || name.includes('Failed');
  return name === 'ComparisonFailure' || (name.includes('Assert') && ends);
}
