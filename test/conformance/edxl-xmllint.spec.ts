import { spawnSync } from 'node:child_process';
import { edxlDistribution } from '#referrals';
import { exchanged } from '#test/exchanged';

/** A parser that is not ours. Debian and Ubuntu have it in the package libxml2-utils, Alpine in libxml2-utils, macOS as it is. */
const xmllint = (input: string, ...args: string[]) => spawnSync('xmllint', [...args, '-'], { input, encoding: 'utf8' });
const present = xmllint('<a/>', '--noout').status === 0;

if (present) {
  it('xmllint reads the distribution, and finds the texts as they were', () => {
    const operation = { ...exchanged().operation, id: 'a<b>&"c"\'' };
    const document = edxlDistribution(exchanged({ operation }));
    const found = xmllint(document, '--nonet', '--xpath', "string(//*[local-name()='keyword'][3]/*[2])");
    expect([found.status, found.stdout.trim()]).toEqual([0, operation.id]);
    const root = xmllint(document, '--nonet', '--xpath', 'namespace-uri(/*)');
    expect(root.stdout.trim()).toBe('urn:oasis:names:tc:emergency:EDXL:DE:2.0');
  });
} else {
  it('EDXL by xmllint: NOT RUN, there is no xmllint (apt-get install libxml2-utils)', () => {
    process.stdout.write('EDXL by xmllint: NOT RUN, there is no xmllint (apt-get install libxml2-utils)\n');
    expect(present).toBe(false);
  });
}
