const PATIENCE_MS = 2_000;

/** What a question is answered by, or nothing when it fails or takes longer than two seconds. */
export async function inTime<T>(question: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  const asked = question.catch(() => undefined);
  const answer = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return answer;
}
