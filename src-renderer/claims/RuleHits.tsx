import { useTranslation } from 'react-i18next';
import type { RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';
import { Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { ruleTitle, sentenceText } from './rule-text.ts';
import { KeyCap } from '../ui/KeyCap.tsx';

const ORDER: Readonly<Record<RuleHitDetail['severity'], number>> = { BLOCK: 0, WARN: 1, INFO: 2 };

/** In the order the digits 1–9 open them. */
export function worstFirst(hits: readonly RuleHitDetail[]): RuleHitDetail[] {
  return [...hits].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** One sentence each, worst first; rule number and version small beneath. */
export function RuleHits({ hits, onOpen }: { hits: readonly RuleHitDetail[]; onOpen: (hit: RuleHitDetail) => void }) {
  const { t } = useTranslation();
  const sorted = worstFirst(hits);
  return (
    <Section
      title={t('claims.hits')}
      aside={
        sorted.length === 0 ? undefined : (
          <>
            <KeyCap name="1" />–<KeyCap name="9" /> {t('claims.openEvidence')}
          </>
        )
      }
      testId="rule-hits"
    >
      {sorted.length === 0 ? <Tag tone="ok">{t('claims.noHit')}</Tag> : null}
      {sorted.map((hit, index) => (
        <div key={hit.id} className={`hit ${hit.severity}`} data-testid="rule-hit" data-rule={hit.ruleId}>
          <i />
          <p>
            <b>{ruleTitle(t, hit.ruleId)}</b>
            {t('claims.colon')}
            {sentenceText(t, hit)}
            <br />
            <small>
              {t('claims.ruleFoot', {
                ruleId: hit.ruleId,
                version: hit.rulesetVersion,
                severity: t(`severity.${hit.severity}`),
              })}
              {hit.lineSeq === null ? '' : ` · ${t('claims.lineNo', { seq: hit.lineSeq })}`}
              {hit.state === 'OPEN' ? '' : ` · ${t(`hitState.${hit.state}`)}`}
            </small>
          </p>
          {index < 9 ? (
            <button
              type="button"
              className="btn link"
              onClick={() => onOpen(hit)}
              data-testid={`open-hit-${String(index + 1)}`}
            >
              <KeyCap name={String(index + 1)} />
            </button>
          ) : null}
        </div>
      ))}
    </Section>
  );
}
