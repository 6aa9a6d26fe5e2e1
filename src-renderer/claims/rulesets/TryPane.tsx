import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trial, TrialAnswer } from '../../../src-shared/contract/server/rules.contract.ts';
import type { CodeWords } from '../../../src-shared/domain/claims/rulesets/code-words.ts';
import { conditionText } from '../../../src-shared/domain/claims/rulesets/split-text.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { Button } from '../../ui/Button.tsx';
import { formatFen } from '../../ui/format.ts';
import { Section } from '../../ui/Panel.tsx';
import { Notice, Tag } from '../../ui/Tag.tsx';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { openClaim } from '../open-claim.ts';
import { sentenceText } from '../rule-text.ts';
import { codeLabels } from './code-labels.ts';
import type { Draft } from './use-draft.ts';

/** One claim on the draft and on the published rules: every rule of the split table with ✔ or ✘ per condition. */
export function TryPane({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [claimNo, setClaimNo] = useState('');
  const trial = useOrder(api.rules.tryOn);
  return (
    <div className="scroll rules-side" data-testid="rules-try">
      <p className="dim">{t(draft.unsaved > 0 ? 'rules.tryUnsaved' : 'rules.tryText')}</p>
      <form
        className="rules-dates"
        onSubmit={(event) => {
          event.preventDefault();
          if (claimNo.trim() !== '') trial.mutate({ claimNo: claimNo.trim() });
        }}
      >
        <input
          className="input mono"
          value={claimNo}
          maxLength={64}
          autoFocus
          placeholder={t('claims.no')}
          aria-label={t('claims.no')}
          onChange={(event) => setClaimNo(event.target.value)}
          data-testid="rules-try-no"
        />
        <Button
          type="submit"
          look="primary"
          disabled={trial.isPending || claimNo.trim() === ''}
          testId="rules-try-start"
        >
          {t('rules.try')}
        </Button>
      </form>
      {trial.error === null ? null : (
        <Notice tone="bad" testId="rules-try-problem">
          {text(problemOf(trial.error))}
        </Notice>
      )}
      {trial.data === undefined ? null : <Answer answer={trial.data} />}
    </div>
  );
}

function Answer({ answer }: { answer: TrialAnswer }) {
  const { t } = useTranslation();
  const { published, draft } = answer;
  const shown = draft ?? published;
  return (
    <div data-testid="rules-trial">
      <p>
        <Button look="link" onClick={() => openClaim({ id: answer.claimId })}>
          {answer.claimNo}
        </Button>{' '}
        {answer.judgedByVersion === null ? '' : t('rules.judgedBy', { version: answer.judgedByVersion })}
      </p>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('rules.version')}</th>
            <th>{t('rules.decision')}</th>
            <th className="num">{t('claims.claimed')}</th>
            <th className="num">{t('claims.payable')}</th>
          </tr>
        </thead>
        <tbody>
          {[published, ...(draft === null ? [] : [draft])].map((one) => (
            <tr key={one.rulesetVersion}>
              <td>
                {t(one === draft ? 'rules.draftVersion' : 'rules.publishedVersion', { version: one.rulesetVersion })}
              </td>
              <td>{t(`disposition.${one.disposition}`)}</td>
              <td className="num">{formatFen(one.claimedFen)}</td>
              <td className="num">{formatFen(one.payableFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Section title={t('rules.trialHits', { version: shown.rulesetVersion })}>
        {shown.hits.length === 0 ? <p className="dim">{t('rules.noHits')}</p> : null}
        <ul className="rules-hits">
          {shown.hits.map((hit, index) => (
            <li key={index}>
              <Tag tone={hit.mode === 'LIVE' ? (hit.severity === 'INFO' ? 'info' : 'warn') : 'wait'}>
                {hit.ruleId} {t(`ruleMode.${hit.mode}`)}
              </Tag>{' '}
              {sentenceText(t, hit)}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('rules.trialSplit', { version: shown.rulesetVersion })}>
        <SplitTrial trial={shown} />
      </Section>
    </div>
  );
}

function SplitTrial({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const first = trial.split.find(({ matches }) => matches)?.ruleId;
  return (
    <ol className="rules-trial">
      {trial.split.map((rule) => (
        <li
          key={rule.ruleId}
          className={rule.ruleId === first ? 'first' : ''}
          data-testid="rules-trial-rule"
          data-matches={rule.matches}
        >
          <b className="mono">
            {rule.matches ? '✔' : '✘'} {rule.ruleId}
          </b>
          {rule.ruleId === first ? <Tag tone="ok">{t('rules.decides')}</Tag> : null}
          {rule.inForce ? null : <span className="dim">{t('rules.notInForce')}</span>}
          <ul>
            {rule.conditions.map((condition) => (
              <li key={condition.field} className={condition.holds ? '' : 'fails'} data-holds={condition.holds}>
                {condition.holds ? '✔' : '✘'} {t(`splitField.${condition.field}`)}:{' '}
                {conditionText([condition], condition.field, codeLabels(t, condition.field))}
                <span className="dim">
                  {' '}
                  · {t('rules.factIs', { fact: factText(condition.fact, codeLabels(t, condition.field)) })}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function factText(fact: string | number | boolean | null, words: CodeWords): string {
  if (fact === null) return '–';
  if (typeof fact === 'boolean') return fact ? '✔' : '✘';
  return words.textOf(String(fact));
}
