import { useTranslation } from 'react-i18next';
import type { PartCard } from '../../src-shared/contract/parts.contract.ts';
import { api } from '../api/client.ts';
import { useCall, useThing } from '../api/use-api.ts';
import { ListGrid } from '../grid/ListGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { Fact } from '../ui/Fact.tsx';
import { formatFen, formatQty } from '../ui/format.ts';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { goBack } from '../ui/navigation.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { LEDGER_COLUMNS } from './parts.columns.tsx';

const back = (): void => goBack({ room: 'parts', id: null });

/** One key of stock: every movement with what lay there after it, and the card of the part. */
export function BalancePage({ id }: { id: string }) {
  const answer = useThing(['parts', 'balance'], id, (thing) => api.parts.balance({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Balance detail={detail} />}
    </LoadedPage>
  );
}

function Balance({ detail: { row, ledger, part } }: { detail: Awaited<ReturnType<typeof api.parts.balance>> }) {
  const { t } = useTranslation();
  const isHistoryComing = useCall(['sync', 'state'], () => api.sync.state({})).data?.historyPending ?? true;
  return (
    <div className="work count-work" data-testid="balance-page">
      <Panel label={t('parts.ledgerOf', { no: row.partNo })}>
        <div className="tools count-head">
          <Button onClick={back} keyName="Esc">
            {t('ui.back')}
          </Button>
          <h2 className="mono">{row.partNo}</h2>
          <span>{row.partName}</span>
          <span className="tag wait">
            {[row.warehouseName, row.binCode ?? '–', t(`stockCondition.${row.condition}`)].join(' · ')}
          </span>
          <span className="grow" />
          <span>
            {t('parts.onHand')} <b data-testid="balance-qty">{row.qtyMilli === null ? '–' : formatQty(row.qtyMilli)}</b>
          </span>
          <span>
            {t('parts.value')} <b>{row.valueFen === null ? '–' : formatFen(row.valueFen)}</b>
          </span>
        </div>
        <ListGrid
          columns={LEDGER_COLUMNS}
          rows={ledger}
          rowId={(each) => each.id}
          // movements come with the history: while it is downloading, none here says nothing
          emptyText={t(isHistoryComing ? 'parts.movementsComing' : 'parts.noMovements')}
          takesKeyboard
          list="parts.ledger"
          testId="ledger-grid"
        />
      </Panel>
      <Card part={part} />
    </div>
  );
}

function Card({ part }: { part: PartCard }) {
  const { t } = useTranslation();
  const facts = [
    ['counts.drawingNo', part.drawingNo],
    ['parts.oemCode', part.oemCode],
    ['parts.spec', part.spec],
    ['counts.uom', [part.uom, part.packs].filter((text) => text !== '').join(' · ')],
    ['parts.supplier', part.supplierName],
    ['parts.oldPart', t(`oldPartPolicy.${part.oldPartPolicy}`, { defaultValue: part.oldPartPolicy })],
    [
      'parts.marks',
      marksOf(part)
        .map((mark) => t(mark))
        .join(' · '),
    ],
  ] as const;
  return (
    <Panel testId="part-card">
      <div className="scroll" tabIndex={0}>
        <Section title={t('parts.card')}>
          <div className="words">{part.name}</div>
          <dl className="facts">
            {facts.map(([label, text]) => (
              <Fact key={label} label={t(label)} text={text === null || text === '' ? '–' : text} />
            ))}
          </dl>
        </Section>
        <Section title={t('parts.prices')}>
          <dl className="facts">
            {part.prices.map(({ kind, amountFen }) => (
              <Fact key={kind} label={t(`partPrice.${kind}`)} text={formatFen(amountFen)} />
            ))}
          </dl>
        </Section>
        <Section title={t('parts.supersession')}>
          {part.supersession.length === 0 ? <p className="dim">{t('parts.noSupersession')}</p> : null}
          {part.supersession.map(({ direction, partNo, name }) => (
            <div className="entry" key={`${direction} ${partNo}`}>
              {t(`parts.${direction}`)} <span className="mono">{partNo}</span> {name}
            </div>
          ))}
        </Section>
        <Section title={t('parts.models')} aside={part.models.length}>
          <p>{part.models.map(({ code }) => code).join(t('ui.listMark'))}</p>
        </Section>
      </div>
    </Panel>
  );
}

function marksOf({ isSafety, isSerialised }: PartCard): string[] {
  return [...(isSafety ? ['counts.safety'] : []), ...(isSerialised ? ['parts.serialised'] : [])];
}
