/** A check for a process with a health page: throws unless it answers 2xx within 2 s. */
export function checkHealth(url: string): () => Promise<void> {
  return async () => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  };
}
