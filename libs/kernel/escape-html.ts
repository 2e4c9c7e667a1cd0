const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it may stand in HTML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** HTML whose values are escaped; what is itself made by this function stands as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/** A template whose values are escaped, unless they are `Html`. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  const written = values.map((value) => (value instanceof Html ? value.text : escapeHtml(value)));
  return new Html(parts.reduce((text, part, index) => `${text}${written[index - 1] ?? ''}${part}`));
}
