const OPENER = '<!--';
const CLOSER = '-->';

/** Takes every HTML comment out. An unclosed one takes the rest with it; an opener that is left over loses its meaning. */
export function stripComments(text: string): string {
  const { visible } = takeVisible(text, false);
  return visible.replaceAll(OPENER, '&lt;!--');
}

/** What of a piece of text is outside of comments, given whether it starts inside of one. */
export function takeVisible(text: string, startsHidden: boolean): { visible: string; endsHidden: boolean } {
  const parts: string[] = [];
  let position = 0;
  let hidden = startsHidden;
  while (position < text.length) {
    const boundary = text.indexOf(hidden ? CLOSER : OPENER, position);
    const end = boundary === -1 ? text.length : boundary;
    if (!hidden) parts.push(text.slice(position, end));
    if (boundary === -1) break;
    // `<!-->` is a whole comment, so that its closer may begin inside of its opener.
    position = hidden ? end + CLOSER.length : end + '<!'.length;
    hidden = !hidden;
  }
  return { visible: parts.join(''), endsHidden: hidden };
}
