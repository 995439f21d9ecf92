/** Trackers change line ends, and drop space at the end of a text; within lines it means something in Markdown. */
export function canonicalText(text: string): string {
  return text.replace(/\r\n?/g, '\n').trimEnd();
}
