// `node scripts/lighthouse-scores.mjs <core/index.js> <port> <url>...`: has Lighthouse judge pages in a Chromium that listens on that
// port for DevTools, signed in as it is. One line of JSON a page: its scores, and what they lost points for.
import { pathToFileURL } from 'node:url';

const [entry, port, ...urls] = process.argv.slice(2);
const { default: lighthouse } = await import(pathToFileURL(entry).href);
const categories = ['accessibility', 'best-practices'];

for (const url of urls) {
  const { lhr } = await lighthouse(url, {
    port: Number(port),
    onlyCategories: categories,
    throttlingMethod: 'provided',
    // The session is in it.
    disableStorageReset: true,
    logLevel: 'error',
  });
  const lost = categories.flatMap((name) =>
    lhr.categories[name].auditRefs
      .map(({ id, weight }) => ({ ...lhr.audits[id], weight }))
      .filter(({ weight, score }) => weight > 0 && score !== null && score < 1)
      .map(({ id, title }) => `${id}: ${title}`),
  );
  const [accessibility, bestPractices] = categories.map((name) => Math.round(lhr.categories[name].score * 100));
  console.log(JSON.stringify({ page: new URL(lhr.finalDisplayedUrl).pathname, accessibility, bestPractices, lost }));
}
