import { Html, html } from '#kernel';
import type { PrintedReview, PrintedSection, PrintedTable } from './printed-review';
import { chartSvg } from './review-pdf';

/** A report as HTML that needs nothing beside itself: no script, no style, nothing to be fetched. */
export async function reviewHtml(review: PrintedReview): Promise<string> {
  const sections = await Promise.all(review.sections.map(sectionOf));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${review.title}</title>
      </head>
      <body>
        <main>
          <h1>${review.title}</h1>
          <dl>
            ${all(
              review.rows,
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd>${value}</dd>`,
            )}
          </dl>
          ${all(sections, (section) => section)}
          <h2>What the figures mean</h2>
          <dl>
            ${all(
              review.definitions,
              ({ id, words }) =>
                html`<dt id="${id}">${id}</dt>
                  <dd>${words}</dd>`,
            )}
          </dl>
          <p>${review.digest}</p>
        </main>
      </body>
    </html>`.text;
}

async function sectionOf({ title, notes, tables }: PrintedSection): Promise<Html> {
  const set = await Promise.all(tables.map(tableOf));
  return html`<h2>${title}</h2>
    ${all(notes, (note) => html`<p>${note}</p>`)} ${all(set, (table) => table)}`;
}

async function tableOf({ id, title, columns, rows, charts }: PrintedTable): Promise<Html> {
  const drawn = await Promise.all(
    charts.map(
      async (chart, index) =>
        html`<figure>
          <figcaption>${chart.title}. The table below says the same.</figcaption>
          ${new Html(await chartSvg(chart, `${id}-${index + 1}`))}
        </figure>`,
    ),
  );
  if (rows.length === 0)
    return html`<h3>${title}</h3>
      <p>None.</p>`;
  return html`<h3>${title}</h3>
    ${all(drawn, (chart) => chart)}
    <table border="1" cellpadding="4">
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          ${all(columns, ({ title: name, definition }) =>
            definition === null
              ? html`<th scope="col">${name}</th>`
              : html`<th scope="col">${name}<br /><a href="#${definition}">${definition}</a></th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${all(
          rows,
          (cells) =>
            html`<tr>
              ${all(cells, (cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function all<T>(items: readonly T[], of: (item: T) => Html): Html {
  return new Html(items.map((item) => of(item).text).join('\n'));
}
