import { escapeHtml, html } from './escape-html';

describe('html', () => {
  it('escapes what could end a text or an attribute', () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  });

  it('escapes values, and takes html as it stands', () => {
    const inner = html`<b>${'&'}</b>`;
    expect(html`<p>${'<script>'}</p>`.text).toBe('<p>&lt;script&gt;</p>');
    expect(html`<p>${inner}</p>`.text).toBe('<p><b>&amp;</b></p>');
  });
});
