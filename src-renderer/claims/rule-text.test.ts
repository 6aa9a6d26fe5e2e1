import i18next from 'i18next';
import { expect, it } from 'vitest';
import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import { indexMasters } from '../../src-shared/domain/claims/masters.ts';
import { claim, evaluationInput, masterRows } from '../../src-shared/domain/claims/testing/claim-fixture.ts';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import { sentenceText } from './rule-text.ts';

/** The sentence of P03 about a pump under a fault that concerns two other assemblies. */
async function sentenceIn(locale: 'zh-CN' | 'en'): Promise<string> {
  const rows = masterRows();
  const componentGroups = [
    ...rows.componentGroups.filter(({ id }) => id !== 'grp-wiper'),
    { id: 'grp-box', code: 'B20', name: '变速箱总成', parentId: null, class: 'DRIVELINE' },
    { id: 'grp-clutch', code: 'B10', name: '离合器总成', parentId: null, class: 'DRIVELINE' },
  ];
  const faultParts = ['grp-box', 'grp-clutch'].map((id) => ({ code: 'Y1', name: '换挡异响', componentGroupId: id }));
  const masters = indexMasters({ ...rows, componentGroups, faultParts });
  const input = { ...evaluationInput({ claim: claim({ causalPartId: 'part-1', causeCode: 'Y1' }) }), masters };
  const hit = evaluateClaim(input, FIRST_RULESET).hits.find(({ ruleId }) => ruleId === 'P03');
  if (hit === undefined) throw new Error('P03 did not hit');
  const language = i18next.createInstance();
  await language.init({
    ...{ lng: locale, resources: { [locale]: { translation: CATALOGUES[locale] } } },
    ...{ keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false } },
  });
  return sentenceText(language.t, { ruleId: 'P03', facts: hit.facts });
}

it('names the assemblies a fault concerns with their code, and what system they are in the language of the reader', async () => {
  const tail = '换挡异响 不符，通常是传动类：离合器总成 B10 / 变速箱总成 B20。';
  expect(await sentenceIn('zh-CN')).toContain(`故障 Y1 ${tail}`);
  expect(await sentenceIn('en')).toContain('fault Y1 换挡异响; usual is Driveline: 离合器总成 B10 / 变速箱总成 B20.');
});
