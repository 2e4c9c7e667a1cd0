import { attachmentDisposition } from './content-disposition';

describe('the disposition of a download', () => {
  it.each([
    ['report.pdf', `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`],
    ['a b.txt', `attachment; filename="a b.txt"; filename*=UTF-8''a%20b.txt`],
    [
      'a"; filename="evil.exe',
      `attachment; filename="a__ filename__evil.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22evil.exe`,
    ],
    ['Zürich.png', `attachment; filename="Zurich.png"; filename*=UTF-8''Z%C3%BCrich.png`],
    ['گزارش.pdf', `attachment; filename="_____.pdf"; filename*=UTF-8''%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4.pdf`],
    [
      'a\r\nset-cookie: x=1.txt',
      `attachment; filename="a__set-cookie_ x_1.txt"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x%3D1.txt`,
    ],
  ])('of %j names it safely', (name, expected) => {
    expect(attachmentDisposition(name)).toBe(expected);
  });
});
