import { useTranslation } from 'react-i18next';
import type { ReconGroup, ReconItemRow } from '../../src-shared/contract/reconciliation.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { formatInstant, formatQty } from '../ui/format.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';
import { signedQty, VERDICT_TONES } from './recon.columns.tsx';
import type { RunDetail } from './RunPage.tsx';
import type { RunStep } from './RunStepDialog.tsx';
import { Trend } from './Trend.tsx';

interface ItemFactsProps {
  detail: RunDetail;
  row: ReconItemRow | null;
  onStep: (step: RunStep) => void;
}

/** Beside the list: the sum in words, both sides' documents, who answers, and how the residuals have gone. */
export function ItemFacts({ detail, row, onStep }: ItemFactsProps) {
  return (
    <Panel testId="recon-facts">
      <div className="scroll" tabIndex={0}>
        {row === null ? <NoRow /> : <Facts row={row} />}
        <Trend points={detail.trend} />
        <Unmapped detail={detail} />
        <Whole detail={detail} onStep={onStep} />
      </div>
    </Panel>
  );
}

function NoRow() {
  const { t } = useTranslation();
  return (
    <Section title={t('recon.documents')}>
      <p className="dim">{t('recon.noItem')}</p>
    </Section>
  );
}

function Facts({ row }: { row: ReconItemRow }) {
  const { t } = useTranslation();
  const item = useCall(['reconciliation', 'item', row.id], () => api.reconciliation.item({ id: row.id }));
  const figures = [
    ['L', row.ledgerMilli],
    ['E', row.erpMilli],
    ['C', row.countedMilli],
  ] as const;
  return (
    <>
      <Section
        title={row.partName}
        aside={<Tag tone={VERDICT_TONES[row.verdict]}>{t(`reconVerdict.${row.verdict}`)}</Tag>}
      >
        <div className="dim">
          <span className="mono">{row.partNo}</span>
          {[row.uom, item.data?.packs ?? ''].map((text) => (text === '' ? '' : ` · ${text}`)).join('')}
        </div>
        <div className="recon-figures">
          {figures.map(([name, milli]) => (
            <span key={name}>
              {name} <b>{milli === null ? '–' : formatQty(milli)}</b>
            </span>
          ))}
        </div>
        <Equation row={row} />
      </Section>
      <Section title={t('recon.documents')} testId="recon-documents">
        {item.error !== null ? <ErrorState error={item.error} /> : null}
        {item.data === undefined && item.error === null ? <LoadingState lines={3} /> : null}
        {item.data?.groups.length === 0 ? <p className="dim">{t('recon.noDocuments')}</p> : null}
        {item.data?.groups.map((group, index) => (
          <Pair key={String(index)} group={group} />
        ))}
        {(row.unexplainedMilli ?? 0) === 0 ? null : (
          <div className="recon-pair">
            <div className="recon-document odd">
              <b>{t('recon.nobody')}</b>
              <span className="dim">{t('recon.residual', { qty: signedQty(row.unexplainedMilli ?? 0) })}</span>
            </div>
            <div className="recon-document odd">
              <b>{t('reconClass.UNEXPLAINED')}</b>
              <span className="dim">{t('reconCure.UNEXPLAINED')}</span>
            </div>
          </div>
        )}
      </Section>
      <Section title={t('recon.handling')}>
        <dl className="facts">
          <dt>{t('recon.owner')}</dt>
          <dd data-testid="recon-owner-name">{row.ownerName ?? t('recon.noOwner')}</dd>
          <dt>{t('recon.due')}</dt>
          <dd>{row.dueDate ?? '–'}</dd>
          <dt>{t('recon.resolution')}</dt>
          <dd>{row.resolution ?? '–'}</dd>
        </dl>
      </Section>
    </>
  );
}

function Equation({ row }: { row: ReconItemRow }) {
  const { t } = useTranslation();
  if (row.differenceMilli === null) return <p className="dim">{t('recon.withheld', { number: 1 })}</p>;
  return (
    <p data-testid="recon-equation">
      {t('recon.difference')} = <b>{signedQty(row.differenceMilli)}</b>
      {row.contributions.map((each, index) => (
        <span key={each.class}>
          {index === 0 ? ' = ' : ' + '}
          {t(`reconClass.${each.class}`)} <b>{signedQty(each.qtyMilli)}</b>
        </span>
      ))}
    </p>
  );
}

/** Left what we have, right what the ERP has; what one side lacks says what is to be done. */
function Pair({ group }: { group: ReconGroup }) {
  const { t } = useTranslation();
  const cure = group.class === null ? '' : t(`reconCure.${group.class}`);
  const caption = [
    group.rule === null ? '' : t(`reconRule.${group.rule}`),
    group.class === null ? '' : `${t(`reconClass.${group.class}`)} ${signedQty(group.qtyMilli)}`,
  ].filter((text) => text !== '');
  return (
    <div className="recon-group" data-testid="recon-pair">
      <div className="dim">{caption.join(' · ')}</div>
      <div className="recon-pair">
        <Side
          documents={group.ours}
          odd={group.class !== null}
          missing={t('recon.notHere')}
          cure={cure}
          words="movement"
        />
        {group.rule === 'REVERSAL' ? null : (
          <Side documents={group.erp} odd={group.class !== null} missing={t('recon.notInErp')} cure={cure} />
        )}
      </div>
    </div>
  );
}

interface SideProps {
  documents: ReconGroup['ours'];
  odd: boolean;
  missing: string;
  cure: string;
  /** Prefix of the words for kinds of documents; absent = as the ERP writes them. */
  words?: string;
}

function Side({ documents, odd, missing, cure, words }: SideProps) {
  const { t } = useTranslation();
  const look = odd ? 'recon-document odd' : 'recon-document';
  if (documents.length === 0) {
    return (
      <div className={look}>
        <b>{missing}</b>
        <span className="dim">{cure}</span>
      </div>
    );
  }
  return (
    <div className={look}>
      {documents.map(({ id, docNo, line, type, atMs, qtyMilli, runsOpen }) => (
        <div key={id}>
          <b className="mono">{[docNo, words === undefined ? line : null].filter((text) => text !== null).join('/')}</b>{' '}
          {words === undefined ? type : t(`${words}.${type}`)}
          <div className="dim">
            {[
              formatInstant(atMs).slice(5, words === undefined ? 10 : undefined),
              signedQty(qtyMilli),
              ...(runsOpen > 0 ? [t('recon.runsOpen', { number: runsOpen })] : []),
            ].join(' · ')}
          </div>
        </div>
      ))}
    </div>
  );
}

/** What can be done with the run as a whole, beside signing it. */
function Whole({ detail, onStep }: Omit<ItemFactsProps, 'row'>) {
  const { t } = useTranslation();
  const { run, allowedActions } = detail;
  return (
    <Section title={t('recon.runOf', { no: run.runNo })}>
      <div className="dim">
        {[run.startedByName, formatInstant(run.startedAtMs), run.signedByName ?? '']
          .filter((text) => text !== '')
          .join(' · ')}
      </div>
      <div className="recon-do">
        {allowedActions.includes('refresh') ? (
          <Button keyName="R" onClick={() => onStep('refresh')} testId="recon-refresh">
            {t('reconStep.refresh')}
          </Button>
        ) : null}
        {allowedActions.includes('cancel') ? (
          <Button look="bad" keyName="V" onClick={() => onStep('cancel')} testId="recon-cancel">
            {t('reconStep.cancel')}
          </Button>
        ) : null}
      </div>
    </Section>
  );
}

const UNMAPPED_SHOWN = 12;

function Unmapped({ detail: { unmapped } }: { detail: RunDetail }) {
  const { t } = useTranslation();
  if (unmapped.length === 0) return null;
  return (
    <Section title={t('recon.unmapped')} aside={unmapped.length} testId="recon-unmapped">
      {unmapped.slice(0, UNMAPPED_SHOWN).map(({ what, code, rows, qtyMilli }) => (
        <div className="entry" key={`${what} ${code}`}>
          {t(what === 'PART' ? 'recon.unmappedPart' : 'recon.unmappedWarehouse', {
            ...{ code, rows, qty: formatQty(qtyMilli) },
          })}
        </div>
      ))}
      {unmapped.length > UNMAPPED_SHOWN ? (
        <div className="dim">{t('recon.unmappedMore', { number: unmapped.length - UNMAPPED_SHOWN })}</div>
      ) : null}
    </Section>
  );
}
