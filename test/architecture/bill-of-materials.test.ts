import { describe, expect, it } from 'vitest';
import { missingFrom, productionPackages, withoutDevelopment } from '../../tools/sbom/production-packages.ts';

const LOCKFILE = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', license: 'MIT' },
    'node_modules/a/node_modules/@s/b': { version: '2.0.0' },
    'node_modules/short': { version: '3.0.0', name: 'long' },
    'node_modules/tool': { version: '4.0.0', dev: true },
    'node_modules/both': { version: '5.0.0', devOptional: true },
  },
};
const part = (purl: string, ref: string) => ({ purl, 'bom-ref': ref });

describe('the bill of materials', () => {
  it('asks for what production has, wherever it lies and whatever it is called', () => {
    expect([...productionPackages(LOCKFILE)]).toEqual([
      ['pkg:npm/a@1.0.0', 'MIT'],
      ['pkg:npm/%40s/b@2.0.0', ''],
      ['pkg:npm/long@3.0.0', ''],
      ['pkg:npm/both@5.0.0', ''],
    ]);
  });

  it('leaves development out, with what leads to it, and names what it lacks', () => {
    const production = productionPackages(LOCKFILE);
    const bill = {
      bomFormat: 'CycloneDX',
      components: [part('pkg:npm/a@1.0.0', 'a'), part('pkg:npm/tool@4.0.0', 'tool'), part('pkg:npm/long@3.0.0', 'l')],
      dependencies: [
        { ref: 'a', dependsOn: ['l', 'tool'] },
        { ref: 'tool', dependsOn: ['a'] },
      ],
    };

    const sbom = withoutDevelopment(bill, production);

    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      components: [{ 'bom-ref': 'a' }, { 'bom-ref': 'l' }],
      dependencies: [{ ref: 'a', dependsOn: ['l'] }],
    });
    expect(sbom.dependencies).toHaveLength(1);
    expect(missingFrom(sbom, production)).toEqual(['pkg:npm/%40s/b@2.0.0', 'pkg:npm/both@5.0.0']);
  });
});
